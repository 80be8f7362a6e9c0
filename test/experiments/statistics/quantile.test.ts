import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ascending, quantile } from '#experiments/statistics/quantile.ts'

it.each([
  [0, 1],
  [0.01, 1],
  [0.07, 7],
  [0.071, 8],
  [0.5, 50],
  [0.95, 95],
  [1, 100],
])('quantile %d of 1 to 100 is %d', (p, expected) => {
  const values = Array.from({ length: 100 }, (_, i) => i + 1)
  expect(quantile(values, p)).toBe(expected)
})

it('at least the share p is not above it and less than p is below it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 99 }),
      (values, percent) => {
        const found = quantile(ascending(values), percent / 100)
        const notAbove = values.filter((value) => value <= found).length
        const below = values.filter((value) => value < found).length
        expect(100 * notAbove).toBeGreaterThanOrEqual(percent * values.length)
        expect(100 * below).toBeLessThan(percent * values.length)
      },
    ),
    { seed: 1 },
  )
})

it('nothing has no quantile', () => expect(() => quantile([], 0.5)).toThrow('at least one value'))

it('ascending leaves its argument alone and orders by value', () => {
  const values = [10, 9, 1]
  expect([...ascending(values)]).toEqual([1, 9, 10])
  expect(values).toEqual([10, 9, 1])
})
