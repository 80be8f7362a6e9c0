import { expect, test } from 'vitest'
import { proportion } from '#experiments/statistics/proportion.ts'

test('a published example', () => {
  // Newcombe, Statistics in Medicine 17, 1998, table I: 81 of 263 by Wilson's method gives 0.2553 to 0.3662.
  const { value, low, high } = proportion(81, 263)
  expect(value).toBeCloseTo(0.308, 3)
  expect(low).toBeCloseTo(0.2553, 4)
  expect(high).toBeCloseTo(0.3662, 4)
})

test('no hit and only hits stay inside 0..1 and leave room', () => {
  expect(proportion(0, 20)).toMatchObject({ value: 0, low: 0 })
  expect(proportion(0, 20).high).toBeCloseTo(0.1611, 4)
  expect(proportion(20, 20).high).toBe(1)
  expect(() => proportion(0, 0)).toThrow('one trial')
})
