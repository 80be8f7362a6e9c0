import { expect, it } from 'vitest'
import { log } from '#core/math/log.ts'
import { stream } from '#core/random.ts'
import { bootstrapInterval } from '#experiments/statistics/bootstrap.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { mean } from '#experiments/statistics/moments.ts'
import { coverageOf } from './mm1-waits.ts'

it('of a mean of many values it is nearly the Student interval', () => {
  const random = stream(1, 'bootstrap')
  const values = Array.from({ length: 200 }, random)
  const found = bootstrapInterval([values], mean, { random, resamples: 4000 })
  const { mean: centre, low, high } = studentInterval(values)
  expect(found.estimate).toBe(centre)
  expect(found.low).toBeCloseTo(low, 2)
  expect(found.high).toBeCloseTo(high, 2)
})

it('strata are resampled each by itself: values that are equal within them leave no width', () => {
  const found = bootstrapInterval(
    [
      [1, 1],
      [5, 5, 5],
    ],
    mean,
    { random: stream(2, 'bootstrap') },
  )
  expect(found).toEqual({ estimate: 3.4, low: 3.4, high: 3.4 })
})

it('the 90 % interval of the mean of 50 exponential values holds it in 86 to 92 of 100 experiments', () => {
  const coverage = coverageOf(400, 1, (experiment) => {
    const random = stream(1, 'bootstrap-coverage', experiment)
    const values = Array.from({ length: 50 }, () => -log(random()))
    return bootstrapInterval([values], mean, { random, resamples: 400, confidence: 0.9 })
  })
  expect(coverage).toBeGreaterThanOrEqual(0.86)
  expect(coverage).toBeLessThanOrEqual(0.92)
})

it('an empty stratum and too few resamples are refused', () => {
  const random = stream(3, 'bootstrap')
  expect(() => bootstrapInterval([[1], []], mean, { random })).toThrow('empty')
  expect(() => bootstrapInterval([[1]], mean, { random, resamples: 99 })).toThrow('100')
})
