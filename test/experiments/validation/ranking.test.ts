import { describe, expect, it } from 'vitest'
import type { ValidationCell } from '#experiments/validation/compare.ts'
import { kendallTau, rankingOf } from '#experiments/validation/ranking.ts'

describe('Kendall tau', () => {
  it('is 1 for the same order, -1 for the reverse', () => {
    expect(kendallTau([1, 2, 3], [10, 20, 30])).toEqual({ kendallTau: 1, pairs: 3 })
    expect(kendallTau([1, 2, 3], [3, 2, 1])).toEqual({ kendallTau: -1, pairs: 3 })
  })

  it('of an example by hand: 1 2 3 4 against 2 1 4 3 has 4 pairs that agree and 2 that do not', () => {
    expect(kendallTau([1, 2, 3, 4], [2, 1, 4, 3]).kendallTau).toBeCloseTo(1 / 3, 12)
  })

  it('leaves out pairs that are tied', () => {
    expect(kendallTau([1, 1, 2], [5, 6, 7])).toEqual({ kendallTau: 1, pairs: 2 })
  })
})

describe('the order of the cells', () => {
  const cell = (id: string, liveRuns: readonly number[], simulated: number): ValidationCell => ({
    ...{ id, policy: '', load: '', role: 'holdout', metric: 'responseMs.mean' },
    live: liveRuns.reduce((sum, one) => sum + one, 0) / liveRuns.length,
    ...{ liveRuns, liveSpread: 0, simulated, low: simulated, high: simulated },
    ...{ errorRatio: 0, withinNoise: true },
  })

  it('counts only pairs that differ by more than what cells and blocks leave unexplained', () => {
    const cells = [
      cell('a', [10, 11.2, 10.6], 30),
      cell('b', [11, 10.4, 10.5], 20),
      cell('c', [20, 21, 20.4], 40),
    ]
    const { kendallTau: tau, pairs, pairsOfAll, noiseRatio, reversed } = rankingOf(cells)
    expect({ tau, pairs, pairsOfAll, reversed }).toEqual({ tau: 1, pairs: 2, pairsOfAll: 3, reversed: [] })
    expect(noiseRatio).toBeGreaterThan(0.1)
    expect(noiseRatio).toBeLessThan(0.5)
  })

  it('is not disturbed by blocks in which everything was slower', () => {
    const slower = [1, 2, 1.5]
    const runs = (ms: number) => slower.map((factor, block) => ms * factor * (1 + 0.001 * (block % 2)))
    const cells = [cell('a', runs(10), 3), cell('b', runs(10.5), 2), cell('c', runs(11), 1)]
    expect(rankingOf(cells)).toMatchObject({ kendallTau: -1, pairs: 3 })
    expect(rankingOf(cells).reversed).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ])
  })

  it('of cells that were measured once tells nothing of noise, so no pair counts', () =>
    expect(rankingOf([cell('a', [1], 1), cell('b', [5], 2)])).toMatchObject({ pairs: 0, pairsOfAll: 1 }))
})
