import { expect, it } from 'vitest'
import { studentInterval, studentQuantile } from '#experiments/statistics/interval.ts'

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
