import { describe, expect, it } from 'vitest'
import { attemptHash } from '#core/balance/nginx-hash.ts'
import { makeBalance, request } from './make-balance.ts'

describe('the hash of nginx', () => {
  it('passes over an unhealthy node by hashing again', () => {
    const { balance } = makeBalance({ policy: 'nginx-hash' }, 3)
    expect(balance.pick(request('foo'))).toBe(1)
    balance.setHealthy(1, false)
    expect(balance.pick(request('foo'))).toBe(0)
    balance.setHealthy(0, false)
    expect(balance.pick(request('foo'))).toBe(2)
  })

  it('puts the number of the attempt in front of the key', () => {
    expect(attemptHash('foo', 2)).toBe(attemptHash('2foo', 0))
  })
})
