import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

describe('peak ewma', () => {
  it('avoids a slow node until its estimate has faded', () => {
    const { balance, clock } = makeBalance({ policy: 'peak-ewma' }, 2)
    const visits = (count: number) => {
      let slow = 0
      for (let id = 0; id < count; id++) {
        const node = balance.pick()
        clock.now += 10
        balance.finished(node, { ms: node === 0 ? 500 : 10, isFailed: false })
        slow += node === 0 ? 1 : 0
      }
      return slow
    }
    expect(visits(500)).toBeLessThan(10)
    clock.now += 1_000_000
    expect(visits(4)).toBeGreaterThan(0)
  })
})
