import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { type BatchMeans, batchMeans } from '#experiments/statistics/batch-means.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { mean } from '#experiments/statistics/moments.ts'
import { coverageOf, mm1MeanWait, mm1Waits } from './mm1-waits.ts'
import { standardNormal } from './standard-normal.ts'

/** Normal values of which each is `correlation` times the last plus fresh noise, with variance 1. */
function autoregressive(count: number, correlation: number, seed: number): number[] {
  const random = stream(seed, 'autoregressive')
  let value = standardNormal(random)
  return Array.from({ length: count }, () => {
    value = correlation * value + Math.sqrt(1 - correlation * correlation) * standardNormal(random)
    return value
  })
}

it('the interval is that of the means of the batches', () => {
  const values = autoregressive(10_007, 0.5, 1)
  const { mean: centre, low, high, batches, batchSize } = batchMeans(values, 0.9)
  const kept = values.slice(values.length - batches * batchSize)
  const means = Array.from({ length: batches }, (_, i) =>
    mean(kept.slice(i * batchSize, (i + 1) * batchSize)),
  )
  const expected = studentInterval(means, 0.9)
  expect([centre, low, high]).toEqual([expected.mean, expected.low, expected.high])
})

it('there are 10 to 512 batches, of all values but less than a batch', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 9000 }),
      fc.double({ min: -0.9, max: 0.99, noNaN: true }),
      (n, r) => {
        const { batches, batchSize, lag1, low, mean: centre, high } = batchMeans(autoregressive(n, r, 2))
        expect(batches).toBeGreaterThanOrEqual(10)
        expect(batches).toBeLessThanOrEqual(512)
        expect(n - batches * batchSize).toBeLessThan(batchSize)
        expect(Math.abs(lag1)).toBeLessThanOrEqual(1)
        expect(low <= centre && centre <= high).toBe(true)
      },
    ),
    { seed: 1, numRuns: 50 },
  )
})

it('the more the values are correlated, the larger the batches', () => {
  const sizes = [0, 0.9, 0.99].map(
    (correlation) => batchMeans(autoregressive(65_536, correlation, 3)).batchSize,
  )
  expect(sizes[0]).toBe(128)
  expect(sizes[1]).toBeGreaterThanOrEqual(sizes[0]!)
  expect(sizes[2]).toBeGreaterThan(sizes[1]!)
})

it('a run too short for its correlation says so, one that is long enough seldom', () => {
  const shareIndependent = (correlation: number) =>
    mean(
      Array.from({ length: 100 }, (_, i) =>
        batchMeans(autoregressive(1000, correlation, i)).isIndependent ? 1 : 0,
      ),
    )
  expect(shareIndependent(0.99)).toBe(0)
  expect(shareIndependent(0.3)).toBeGreaterThan(0.85)
  expect(shareIndependent(0)).toBeGreaterThan(0.98)
})

it('a constant has an interval without width', () =>
  expect(batchMeans(new Array(40).fill(3))).toEqual({
    mean: 3,
    low: 3,
    high: 3,
    batches: 10,
    batchSize: 4,
    lag1: 0,
    isIndependent: true,
  }))

it('fewer than 40 values are refused', () => expect(() => batchMeans(new Array(39).fill(1))).toThrow('40'))

it('the 95 % interval of one run of M/M/1 holds the true mean in 91 to 97 of 100 experiments, one that ignores correlation in few', () => {
  const runs = Array.from({ length: 400 }, (_, i) => mm1Waits(16_384, 0.7, stream(1, 'batch-coverage', i)))
  const found: BatchMeans[] = runs.map((waits) => batchMeans(waits))
  const coverage = coverageOf(400, mm1MeanWait(0.7), (i) => found[i]!)
  const naive = coverageOf(100, mm1MeanWait(0.7), (i) => studentInterval(runs[i]!))
  expect(coverage).toBeGreaterThanOrEqual(0.91)
  expect(coverage).toBeLessThanOrEqual(0.97)
  expect(naive).toBeLessThan(0.5)
  expect(found.filter(({ isIndependent }) => isIndependent).length).toBeGreaterThanOrEqual(340)
})
