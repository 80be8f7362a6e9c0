import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exp } from '#core/math/exp.ts'
import { antithetic, stream } from '#core/random.ts'
import { antitheticInterval } from '#experiments/statistics/antithetic.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { mean } from '#experiments/statistics/moments.ts'
import { coverageOf, mm1MeanWait, mm1Waits } from './mm1-waits.ts'

it('the mean of e^u: variance ratio 31, as integration gives', () => {
  const random = stream(1, 'antithetic')
  const pairs = Array.from({ length: 20_000 }, () => {
    const u = random()
    return [exp(u), exp(1 - u)] as const
  })
  const { low, high, varianceRatio, correlation } = antitheticInterval(pairs)
  const varianceOfOne = (Math.E ** 2 - 1) / 2 - (Math.E - 1) ** 2
  const covarianceOfPair = Math.E - (Math.E - 1) ** 2
  const expected = varianceOfOne / (varianceOfOne + covarianceOfPair)
  expect(expected).toBeCloseTo(30.9, 0)
  expect(Math.abs(varianceRatio / expected - 1)).toBeLessThan(0.05)
  expect(correlation).toBeCloseTo(covarianceOfPair / varianceOfOne, 2)
  expect(low < Math.E - 1 && Math.E - 1 < high).toBe(true)
})

it('the interval is that of the means of the pairs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2 }), (pairs) => {
      const { mean: centre, low, high, replications } = antitheticInterval(pairs, 0.9)
      const expected = studentInterval(
        pairs.map(([a, b]) => (a + b) / 2),
        0.9,
      )
      expect({ mean: centre, low, high, replications }).toEqual(expected)
    }),
    { seed: 1 },
  )
})

it('pairs that move together make it worse, pairs that cancel remove all variance', () => {
  expect(
    antitheticInterval([
      [1, 1],
      [2, 2],
      [4, 4],
    ]).varianceRatio,
  ).toBeCloseTo(0.5, 12)
  expect(
    antitheticInterval([
      [1, -1],
      [2, -2],
    ]),
  ).toMatchObject({ low: 0, high: 0, varianceRatio: Infinity })
  expect(
    antitheticInterval([
      [3, 3],
      [3, 3],
    ]),
  ).toMatchObject({ correlation: 0, varianceRatio: 1 })
})

it('an antithetic stream draws 1 - u', () => {
  const plain = stream(5, 'x')
  const other = antithetic(stream(5, 'x'))
  for (let i = 0; i < 100; i++) expect(plain() + other()).toBe(1)
})

it('of M/M/1 the interval of five pairs holds the true mean in 92 to 97 of 100 experiments and pairs gain', () => {
  const correlations: number[] = []
  const coverage = coverageOf(300, mm1MeanWait(0.7), (experiment) => {
    const found = antitheticInterval(
      Array.from({ length: 5 }, (_, pair) => {
        const random = () => stream(experiment, 'antithetic-mm1', pair)
        return [mean(mm1Waits(3000, 0.7, random())), mean(mm1Waits(3000, 0.7, antithetic(random())))] as const
      }),
    )
    correlations.push(found.correlation)
    return found
  })
  expect(coverage).toBeGreaterThanOrEqual(0.92)
  expect(coverage).toBeLessThanOrEqual(0.97)
  expect(mean(correlations)).toBeLessThan(-0.1)
})
