import { expect, test } from 'vitest'
import { zipfSampler, zipfShares } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'
import { zipfExponent } from '#experiments/statistics/zipf-exponent.ts'

test.each([0, 0.4, 0.8, 1, 1.3, 2.5])('finds the exponent %d of exact shares', (exponent) => {
  const counts = zipfShares(800, exponent).map((share) => share * 1e6)
  expect(zipfExponent(counts).exponent).toBeCloseTo(exponent, 4)
})

test('its standard error is the spread over samples whose ranks are known', () => {
  const estimates = Array.from({ length: 100 }, (_, replication) => {
    const draw = zipfSampler(50, 0.9, stream(3, 'test', replication))
    const counts = new Float64Array(50).fill(0.001)
    for (let i = 0; i < 5000; i++) counts[draw()]!++
    return zipfExponent(counts)
  })
  const mean = estimates.reduce((sum, { exponent }) => sum + exponent, 0) / 100
  const spread = Math.sqrt(estimates.reduce((sum, { exponent }) => sum + (exponent - mean) ** 2, 0) / 99)
  expect(Math.abs(mean - 0.9)).toBeLessThan(4 * (spread / 10))
  expect(estimates[0]!.standardError / spread).toBeGreaterThan(0.75)
  expect(estimates[0]!.standardError / spread).toBeLessThan(1.3)
})

test('one object has no popularity', () => {
  expect(() => zipfExponent([3])).toThrow('at least two objects')
})
