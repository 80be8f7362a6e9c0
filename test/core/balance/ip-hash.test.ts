import { describe, expect, it } from 'vitest'
import { makeBalance, request } from './make-balance.ts'

describe('the hash of addresses', () => {
  it('is that of nginx: bytes 10, 0, 1 give ((89 * 113 + 10) * 113 + 0) * 113 + 1 modulo 6271', () => {
    let hash = 89
    for (const byte of [10, 0, 1]) hash = (hash * 113 + byte) % 6271
    const { balance } = makeBalance({ policy: 'ip-hash' }, 7)
    expect(balance.pick(request('', 0, 256))).toBe(hash % 7)
  })

  it('gives a network of 256 clients one node', () => {
    const { balance } = makeBalance({ policy: 'ip-hash' }, 7)
    const nodes = Array.from({ length: 256 }, (_, client) => balance.pick(request('', 0, client)))
    expect(new Set(nodes).size).toBe(1)
  })
})
