import { describe, expect, it } from 'vitest'
import { makeBalance, tally } from './make-balance.ts'

describe('random', () => {
  it('draws in proportion to the weights', () => {
    const counts = tally(makeBalance({ policy: 'random', weights: [1, 2, 5] }, 3).picks(8_000), 3)
    for (const [node, weight] of [1, 2, 5].entries())
      expect(Math.abs(counts[node]! - weight * 1000)).toBeLessThan(130)
  })
})
