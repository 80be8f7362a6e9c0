import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

describe('smooth weighted round robin', () => {
  it('passes over a failing node for its time, then tries it once', () => {
    const { balance, clock } = makeBalance({ policy: 'smooth-weighted', weights: [2, 1] }, 2)
    const first = balance.pick()
    balance.finished(first, { ms: 1, isFailed: true })
    expect(first).toBe(0)
    expect([0, 0, 0].map(() => balance.pick())).toEqual([1, 1, 1])
    clock.now += 10_001
    const later = [0, 0, 0, 0].map(() => balance.pick())
    expect(later.filter((node) => node === 0)).toHaveLength(1)
    balance.finished(0, { ms: 1, isFailed: false })
    expect([0, 0, 0].map(() => balance.pick()).filter((node) => node === 0)).toHaveLength(2)
  })

  it('is an error when every node failed too often', () => {
    const { balance } = makeBalance({ policy: 'smooth-weighted' }, 2)
    for (const node of [0, 1]) balance.finished(node, { ms: 1, isFailed: true })
    expect(() => balance.pick()).toThrow('failed too often')
  })
})
