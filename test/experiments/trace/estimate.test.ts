import { expect, test } from 'vitest'
import { estimate } from '#experiments/trace/estimate.ts'

test('a normal interval that stays above 0', () => {
  const found = estimate(10, 1, 50)
  expect(found).toMatchObject({ value: 10, samples: 50 })
  expect([found.low, found.high]).toEqual([10 - 1.959964, 10 + 1.959964])
  expect(estimate(1, 1, 5).low).toBe(0)
})
