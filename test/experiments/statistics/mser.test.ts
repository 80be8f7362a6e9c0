import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { mean } from '#experiments/statistics/moments.ts'
import { mserTruncation } from '#experiments/statistics/mser.ts'
import { mm1MeanWait, mm1Waits } from './mm1-waits.ts'

/** The definition, word by word. */
function byDefinition(values: readonly number[], batch: number) {
  const batches = Array.from({ length: Math.floor(values.length / batch) }, (_, j) =>
    mean(values.slice(j * batch, (j + 1) * batch)),
  )
  const statisticOf = (cut: number) => {
    const kept = batches.slice(cut)
    return kept.reduce((sum, z) => sum + (z - mean(kept)) ** 2, 0) / kept.length ** 2
  }
  const cuts = batches.map((_, cut) => cut).slice(0, Math.max(1, batches.length - 4))
  const statistic = Math.min(...cuts.map(statisticOf))
  return { cut: cuts.find((cut) => statisticOf(cut) <= statistic + 1e-12)! * batch, statistic }
}

it('a worked example: of batch means 9, 5, 1, 2, 1, 2, ... the first two go', () => {
  const means = [9, 5, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]
  const values = means.flatMap((z) => [z - 1, z + 1, z, z - 2, z + 2])
  const { cut, statistic, isReliable } = mserTruncation(values)
  expect([cut, isReliable]).toEqual([10, true])
  // Ten batches, each 1/2 away from 3/2: 10 * 1/4 / 10^2.
  expect(statistic).toBeCloseTo(0.025, 12)
})

it('agrees with the definition', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 5, maxLength: 120 }),
      fc.integer({ min: 1, max: 5 }),
      (values, batch) => {
        const found = mserTruncation(values, batch)
        const expected = byDefinition(values, batch)
        expect(found.statistic).toBeCloseTo(expected.statistic, 9)
        expect(found.cut).toBe(expected.cut)
      },
    ),
    { seed: 1 },
  )
})

it('nothing is cut of a constant', () =>
  expect(mserTruncation(new Array(100).fill(7))).toEqual({ cut: 0, statistic: 0, isReliable: true }))

it('a run that still drifts at its end is not reliable', () => {
  const drifting = Array.from({ length: 400 }, (_, i) => i)
  expect(mserTruncation(drifting).isReliable).toBe(false)
})

it('fewer than ten batches are not reliable', () => {
  expect(mserTruncation(new Array(45).fill(7)).isReliable).toBe(false)
  expect(mserTruncation(new Array(50).fill(7)).isReliable).toBe(true)
})

it('less than a batch is refused', () => expect(() => mserTruncation([1, 2, 3, 4])).toThrow('at least 5'))

it('of M/M/1 that starts with a backlog nine tenths of the bias go, and most runs are reliable', () => {
  const runs = Array.from({ length: 200 }, (_, i) => mm1Waits(5000, 0.7, stream(1, 'mser', i), 150))
  const truncations = runs.map((waits) => mserTruncation(waits))
  const bias = mean(runs.map(mean)) - mm1MeanWait(0.7)
  const biasLeft = mean(runs.map((waits, i) => mean(waits.slice(truncations[i]!.cut)))) - mm1MeanWait(0.7)
  expect(bias).toBeGreaterThan(4)
  expect(Math.abs(biasLeft)).toBeLessThan(bias / 10)
  expect(truncations.filter(({ isReliable }) => isReliable).length).toBeGreaterThanOrEqual(170)
})
