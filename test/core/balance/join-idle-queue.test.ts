import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

describe('join the idle queue', () => {
  it('takes idle nodes in the order in which they became idle', () => {
    const { balance } = makeBalance({ policy: 'join-idle-queue' }, 3)
    expect([0, 0, 0].map(() => balance.pick())).toEqual([0, 1, 2])
    balance.finished(2)
    balance.finished(0)
    expect([0, 0].map(() => balance.pick())).toEqual([2, 0])
  })

  it('takes any node when none is idle', () => {
    const { balance } = makeBalance({ policy: 'join-idle-queue' }, 3)
    const picked = Array.from({ length: 60 }, () => balance.pick())
    expect(new Set(picked.slice(3)).size).toBe(3)
    expect(picked.slice(3, 12)).not.toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2])
  })
})
