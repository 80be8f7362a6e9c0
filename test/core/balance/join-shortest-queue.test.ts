import { describe, expect, it } from 'vitest'
import { makeBalance, tally } from './make-balance.ts'

describe('join the shortest queue', () => {
  it('breaks ties at random, each alike', () => {
    const counts = tally(makeBalance({ policy: 'join-shortest-queue' }, 4).picks(4_000), 4)
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })

  it('always takes one with the fewest', () => {
    const { balance } = makeBalance({ policy: 'join-shortest-queue' }, 5)
    const load = [0, 0, 0, 0, 0]
    for (let id = 0; id < 100; id++) {
      const node = balance.pick()
      expect(load[node]).toBe(Math.min(...load))
      load[node]!++
    }
  })
})
