import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { mean } from '#experiments/statistics/moments.ts'
import { pairedDifference } from '#experiments/statistics/paired.ts'
import { mm1Waits } from './mm1-waits.ts'
import { standardNormal } from './standard-normal.ts'

it("Law's two inventory systems (section 10.2.1): 4.98 with 90 % interval [1.65, 8.31]", () => {
  const found = pairedDifference(
    [118.21, 120.22, 122.45, 122.68, 119.4],
    [126.97, 124.31, 126.68, 122.66, 127.23],
    0.9,
  )
  expect(found.mean).toBeCloseTo(4.98, 2)
  expect(found.low).toBeCloseTo(1.65, 2)
  expect(found.high).toBeCloseTo(8.31, 2)
  expect(found.replications).toBe(5)
})

it("Student's sleep data (1908): -1.58, interval [-2.460, -0.700], p = 0.002833, correlation 0.795", () => {
  const base = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
  const candidate = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
  const { mean: difference, low, high, pValue, correlation } = pairedDifference(base, candidate)
  expect(difference).toBeCloseTo(-1.58, 10)
  expect(low).toBeCloseTo(-2.4598858, 6)
  expect(high).toBeCloseTo(-0.7001142, 6)
  expect(pValue).toBeCloseTo(0.002833, 6)
  expect(correlation).toBeCloseTo(0.7952, 4)
})

it('the interval leaves out 0 exactly when the p-value is below 1 - confidence; exchanging the sides changes the sign', () => {
  const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    minLength: 2,
    maxLength: 20,
  })
  fc.assert(
    fc.property(values, (pairs) => {
      const base = pairs.map(([a]) => a)
      const candidate = pairs.map(([, b]) => b)
      const found = pairedDifference(base, candidate)
      const exchanged = pairedDifference(candidate, base)
      expect(exchanged.mean).toBeCloseTo(-found.mean, 12)
      expect(exchanged.pValue).toBeCloseTo(found.pValue, 12)
      expect(found.low > 0 || found.high < 0).toBe(found.pValue < 0.05)
      expect(Math.abs(found.correlation)).toBeLessThanOrEqual(1)
    }),
    { seed: 1 },
  )
})

it('common random numbers pay off: M/M/1 at two loads with the same draws', () => {
  const at = (rho: number) =>
    Array.from({ length: 20 }, (_, r) => mean(mm1Waits(2000, rho, stream(1, 'crn', r))))
  const { varianceRatio, correlation, low } = pairedDifference(at(0.7), at(0.72))
  expect(correlation).toBeGreaterThan(0.95)
  expect(varianceRatio).toBeGreaterThan(10)
  expect(low).toBeGreaterThan(0)
})

it('independent samples gain nothing', () => {
  const normals = (name: string) => {
    const random = stream(1, name)
    return Array.from({ length: 5000 }, () => standardNormal(random))
  }
  expect(pairedDifference(normals('a'), normals('b')).varianceRatio).toBeCloseTo(1, 1)
})

it('differences that do not vary are certain', () => {
  expect(pairedDifference([1, 2, 3], [2, 3, 4])).toMatchObject({
    mean: 1,
    low: 1,
    high: 1,
    correlation: 1,
    varianceRatio: Infinity,
    pValue: 0,
  })
  expect(pairedDifference([1, 1], [1, 1])).toMatchObject({ correlation: 0, varianceRatio: 1, pValue: 1 })
})

it('lists of different length are refused', () =>
  expect(() => pairedDifference([1, 2], [1])).toThrow('as many values'))

it('under no difference the p-value is below 0.05 in 5 of 100 experiments', () => {
  let rejected = 0
  for (let experiment = 0; experiment < 2000; experiment++) {
    const random = stream(1, 'paired-null', experiment)
    const normals = () => Array.from({ length: 6 }, () => standardNormal(random))
    if (pairedDifference(normals(), normals()).pValue < 0.05) rejected++
  }
  expect(rejected / 2000).toBeGreaterThan(0.035)
  expect(rejected / 2000).toBeLessThan(0.065)
})
