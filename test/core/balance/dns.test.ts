import { describe, expect, it } from 'vitest'
import { makeBalance, request } from './make-balance.ts'

describe('names that resolve to nodes', () => {
  it('keep all clients of a resolver at one node until the time is over', () => {
    const { balance, clock } = makeBalance({ policy: 'dns', resolvers: 1, ttlMs: 1000 }, 3)
    clock.now = 2000
    const first = balance.pick(request('', 0, 1))
    clock.now = 2999
    expect(balance.pick(request('', 0, 2))).toBe(first)
    clock.now = 3000
    expect(balance.pick(request('', 0, 3))).toBe((first + 1) % 3)
  })

  it('still send to a node that left until the time is over', () => {
    const { balance, clock } = makeBalance({ policy: 'dns', resolvers: 1, ttlMs: 1000 }, 2)
    clock.now = 2000
    const first = balance.pick()
    balance.setHealthy(first, false)
    expect(balance.pick()).toBe(first)
    clock.now = 3000
    expect(balance.pick()).toBe(1 - first)
  })

  it('take any node when answers are shuffled', () => {
    const { balance, clock } = makeBalance({ policy: 'dns', order: 'shuffled', resolvers: 1, ttlMs: 1 }, 3)
    const picks = Array.from({ length: 30 }, () => {
      clock.now += 5
      return balance.pick()
    })
    const steps = picks.slice(1).map((node, index) => (node - picks[index]! + 3) % 3)
    expect(new Set(steps).size).toBe(3)
  })
})
