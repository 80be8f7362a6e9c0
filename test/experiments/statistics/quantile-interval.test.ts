import fc from 'fast-check'
import { expect, it } from 'vitest'
import { log } from '#core/math/log.ts'
import { stream } from '#core/random.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { quantileInterval, replicatedQuantileInterval } from '#experiments/statistics/quantile-interval.ts'
import { coverageOf, mm1WaitQuantile, mm1Waits } from './mm1-waits.ts'

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

// The ranks of the sign test's interval of a median, as in tables of nonparametric statistics.
it.each([
  [6, 1, 6, 0.96875],
  [10, 2, 9, 0.97852],
  [15, 4, 12, 0.96484],
  [20, 6, 15, 0.95861],
  [25, 8, 18, 0.95671],
])(
  '95 %% interval of the median of %d values: ranks %d and %d, coverage %d',
  (n, lowRank, highRank, coverage) => {
    const found = quantileInterval(upTo(n), 0.5)
    expect([found.lowRank, found.highRank, found.low, found.high]).toEqual([
      lowRank,
      highRank,
      lowRank,
      highRank,
    ])
    expect(found.coverage).toBeCloseTo(coverage, 4)
  },
)

it('too few values leave a bound open, and the coverage says what is left', () => {
  // The largest of 50 is above the 99 % quantile with probability 1 - 0.99^50 only.
  const found = quantileInterval(upTo(50), 0.99)
  expect([found.estimate, found.high, found.highRank]).toEqual([50, Infinity, 51])
  expect(quantileInterval([7], 0.5)).toMatchObject({ low: -Infinity, high: Infinity, coverage: 1 })
})

it('the coverage is at least what was asked for, and the interval holds the estimate', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 300 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      (values, p, confidence) => {
        const { estimate, low, high, coverage } = quantileInterval(values, p, confidence)
        expect(coverage).toBeGreaterThanOrEqual(confidence - 1e-12)
        expect(coverage).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(estimate)
        expect(high).toBeGreaterThanOrEqual(estimate)
      },
    ),
    { seed: 1 },
  )
})

it('a million values keep the coverage near what was asked for', () => {
  const { coverage, lowRank, highRank } = quantileInterval(upTo(1_000_000), 0.999)
  expect(coverage).toBeCloseTo(0.95, 2)
  // Normal limit: 999,000 plus or minus 1.96 * sqrt(999).
  expect(Math.abs(lowRank - 998_938)).toBeLessThan(3)
  expect(Math.abs(highRank - 999_063)).toBeLessThan(3)
})

it('the stated coverage is what exponential values show', () => {
  const stated = quantileInterval(upTo(100), 0.9).coverage
  const shown = coverageOf(4000, -log(0.1), (experiment) => {
    const random = stream(1, 'quantile-coverage', experiment)
    return quantileInterval(
      Array.from({ length: 100 }, () => -log(random())),
      0.9,
    )
  })
  // Three standard errors of 4000 experiments.
  expect(Math.abs(shown - stated)).toBeLessThan(0.01)
})

it('from replications: the Student interval of their quantiles', () => {
  expect(replicatedQuantileInterval([[3, 1, 2], [6, 5, 4], [9]], 0.5)).toEqual(studentInterval([2, 5, 9]))
})

it('from ten replications of M/M/1 it holds the true 95 % quantile of the wait in 92 to 97 of 100 experiments', () => {
  const coverage = coverageOf(300, mm1WaitQuantile(0.7, 0.95), (experiment) => {
    const random = stream(1, 'replicated-quantile-coverage', experiment)
    return replicatedQuantileInterval(
      Array.from({ length: 10 }, () => mm1Waits(4000, 0.7, random)),
      0.95,
    )
  })
  expect(coverage).toBeGreaterThanOrEqual(0.92)
  expect(coverage).toBeLessThanOrEqual(0.97)
})

it('a quantile or a confidence outside (0, 1) is refused', () => {
  expect(() => quantileInterval([1], 1)).toThrow('p in')
  expect(() => quantileInterval([1], 0.5, 1)).toThrow('confidence in')
  expect(() => quantileInterval([], 0.5)).toThrow('at least one value')
})
