import fc from 'fast-check'
import { expect, it } from 'vitest'
import { covariance, mean, variance, varianceRatio } from '#experiments/statistics/moments.ts'

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 30 })

it('mean and unbiased variance of 2, 4, 4, 4, 5, 5, 7, 9 are 5 and 32/7', () => {
  expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5)
  expect(variance([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(32 / 7, 12)
})

it('covariance of 1, 2, 3 with 2, 4, 9 is 3.5', () => expect(covariance([1, 2, 3], [2, 4, 9])).toBe(3.5))

it('a large common mean costs no digits', () => expect(variance([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1))

it('covariance is symmetric, and linear in a factor and a shift', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: -9, max: 9 }), (a, factor) => {
      const b = a.toReversed()
      expect(covariance(a, b)).toBe(covariance(b, a))
      const moved = b.map((value) => factor * value + 5)
      expect(Math.abs(covariance(a, moved) - factor * covariance(a, b))).toBeLessThan(1e-6)
    }),
    { seed: 1 },
  )
})

it('lists that do not pair and single values are refused', () => {
  expect(() => covariance([1, 2], [1])).toThrow('as many values')
  expect(() => variance([1])).toThrow('at least two')
})

it('a variance ratio is 1 when there was no variance and Infinity when all is gone', () => {
  expect([varianceRatio(6, 2), varianceRatio(0, 0), varianceRatio(6, 0)]).toEqual([3, 1, Infinity])
})
