import { expect, test } from 'vitest'
import { stream } from '#core/random.ts'
import { dispersion } from '#experiments/statistics/dispersion.ts'

test('a worked example', () => {
  // Mean 2, unbiased variance (4 + 0 + 4) / 2 = 4.
  expect(dispersion([0, 2, 4])).toMatchObject({ index: 2, windows: 3 })
  expect(dispersion([3, 3, 3]).index).toBe(0)
})

test('the range for Poisson is that of chi square', () => {
  // Tables: chi square with 30 degrees of freedom has 2.5 % below 16.791 and above 46.979.
  const { poissonLow, poissonHigh } = dispersion(Array.from({ length: 31 }, (_, i) => i))
  expect(poissonLow * 30).toBeCloseTo(16.791, 1)
  expect(poissonHigh * 30).toBeCloseTo(46.979, 1)
})

test('counts of uniform arrivals are inside it about 95 times in a hundred', () => {
  const random = stream(1, 'test', 0)
  let inside = 0
  for (let run = 0; run < 300; run++) {
    const counts = new Float64Array(60)
    for (let i = 0; i < 600; i++) counts[Math.floor(random() * 60)]!++
    const { index, poissonLow, poissonHigh } = dispersion(counts)
    if (index > poissonLow && index < poissonHigh) inside++
  }
  expect(inside / 300).toBeGreaterThan(0.9)
  expect(inside / 300).toBeLessThan(0.99)
})

test('nothing to count is refused', () => {
  expect(() => dispersion([1])).toThrow('two windows')
  expect(() => dispersion([0, 0])).toThrow('events')
})
