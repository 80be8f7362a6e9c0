import { expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { studentInterval, studentQuantile } from '#experiments/statistics/interval.ts'
import { mean } from '#experiments/statistics/moments.ts'
import { coverageOf, mm1MeanWait, mm1Waits } from './mm1-waits.ts'

it.each([
  [1, 12.7062],
  [4, 2.7764],
  [9, 2.2622],
  [30, 2.0423],
  [1000, 1.9623],
])('Student quantile .975 with %d degrees of freedom is %d', (degrees, expected) => {
  expect(studentQuantile(0.975, degrees)).toBeCloseTo(expected, 3)
})

it('the interval of 1 to 5 is 3 plus or minus 1.963', () => {
  const { mean, low, high, replications } = studentInterval([1, 2, 3, 4, 5])
  expect([mean, replications]).toEqual([3, 5])
  expect(high - mean).toBeCloseTo(1.9632, 3)
  expect(mean - low).toBeCloseTo(1.9632, 3)
})

it('one value has no interval', () =>
  expect(studentInterval([4])).toEqual({ mean: 4, low: 4, high: 4, replications: 1 }))

it('the 95 % interval of ten replications of M/M/1 holds the true mean in 93 to 97 of 100 experiments', () => {
  const coverage = coverageOf(400, mm1MeanWait(0.7), (experiment) => {
    const random = stream(1, 'student-coverage', experiment)
    return studentInterval(Array.from({ length: 10 }, () => mean(mm1Waits(4000, 0.7, random))))
  })
  expect(coverage).toBeGreaterThanOrEqual(0.93)
  expect(coverage).toBeLessThanOrEqual(0.97)
})
