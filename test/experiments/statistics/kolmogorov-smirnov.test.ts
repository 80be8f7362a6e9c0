import { describe, expect, test } from 'vitest'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import {
  kolmogorovSmirnov,
  ksDistance,
  ksExponential,
  ksNormal,
} from '#experiments/statistics/kolmogorov-smirnov.ts'

const uniform = (x: number) => Math.min(1, Math.max(0, x))

interface Trial {
  readonly pValueOf: (sample: Float64Array) => number
  readonly draw: () => number
  readonly size: number
}

const samples = 4000

/** Share of samples that a test rejects at 5 %. */
function rejectedRatio({ pValueOf, draw, size }: Trial): number {
  let rejected = 0
  for (let sample = 0; sample < samples; sample++)
    if (pValueOf(Float64Array.from({ length: size }, draw)) < 0.05) rejected++
  return rejected / samples
}

test('the distance looks at both sides of each step', () => {
  expect(ksDistance([0.5], uniform)).toBe(0.5)
  expect(ksDistance([0.1, 0.2], uniform)).toBeCloseTo(0.8, 12)
  expect(ksDistance([0.25, 0.75], uniform)).toBeCloseTo(0.25, 12)
  expect(() => ksDistance([], uniform)).toThrow('at least one value')
})

test('p-values of a known distribution agree with published critical values', () => {
  // Massey 1951: 5 % critical distance for n = 20 is 0.294, for n = 35 it is 0.224 (0.2242 by Miller 1956).
  const spread = (n: number, distance: number) =>
    kolmogorovSmirnov(
      Array.from({ length: n }, (_, i) => (i + 1) / n - distance),
      uniform,
    )
  expect(spread(20, 0.29408).pValue).toBeCloseTo(0.05, 2)
  expect(spread(35, 0.2242).pValue).toBeCloseTo(0.05, 2)
  expect(spread(20, 0.05).pValue).toBeCloseTo(1, 6)
})

describe('at 5 % a test rejects 5 % of the samples of its own distribution', () => {
  const random = stream(5, 'test', 0)
  const normal = sampler({ shape: 'lognormal', meanMs: 3, cv: 0.7 }, random)
  const exponential = sampler({ shape: 'exponential', meanMs: 3, cv: 1 }, random)
  const laws = {
    uniform: { pValueOf: (s: Float64Array) => kolmogorovSmirnov(s.sort(), uniform).pValue, draw: random },
    exponential: { pValueOf: (s: Float64Array) => ksExponential(s).pValue, draw: exponential },
    lognormal: { pValueOf: (s: Float64Array) => ksNormal(s.map(Math.log)).pValue, draw: normal },
  }
  test.each(Object.entries(laws))('%s', (_, law) => {
    for (const size of [10, 50]) {
      // Four standard errors of the share.
      const off = Math.abs(rejectedRatio({ ...law, size }) - 0.05)
      expect(off).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / samples))
    }
  })

  test('and most of another one', () => {
    expect(rejectedRatio({ ...laws.exponential, draw: normal, size: 50 })).toBeGreaterThan(0.5)
    expect(rejectedRatio({ ...laws.lognormal, draw: exponential, size: 200 })).toBeGreaterThan(0.5)
  })
})

test('the fitted mean and deviation come with the test', () => {
  expect(ksExponential(Float64Array.of(1, 2, 3)).mean).toBe(2)
  expect(ksNormal([1, 2, 3])).toMatchObject({ mean: 2, deviation: 1 })
  expect(() => ksNormal([1])).toThrow('at least two values')
  expect(ksNormal([4, 4, 4]).distance).toBe(0.5)
})
