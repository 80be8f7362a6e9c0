import { describe, expect, it } from 'vitest'
import { hashSlot } from '#core/cache/remote/hash-slot.ts'
import { makeBalance, request } from './make-balance.ts'

describe('hash slots', () => {
  it('belong to nodes as redis-cli shares them out: 0-5460, 5461-10922, 10923-16383', () => {
    const { balance } = makeBalance({ policy: 'redis-hash-slot' }, 3)
    for (let id = 0; id < 2_000; id++) {
      const slot = hashSlot(`key${id}`)
      expect(balance.pick(request(`key${id}`))).toBe(slot <= 5460 ? 0 : slot <= 10_922 ? 1 : 2)
    }
  })

  it('keep a tenant together when the tenant is hashed', () => {
    const { balance } = makeBalance({ policy: 'redis-hash-slot', by: 'tenant' }, 7)
    const nodes = Array.from({ length: 50 }, (_, id) => balance.pick(request(`key${id}`, 42)))
    expect(new Set(nodes).size).toBe(1)
  })

  it('are without an owner while it is not healthy', () => {
    const { balance } = makeBalance({ policy: 'redis-hash-slot' }, 3)
    balance.setHealthy(2, false)
    expect(() => balance.pick(request('foo'))).toThrow('owner of slot 12182')
    expect(balance.pick(request('bar'))).toBe(0)
  })
})
