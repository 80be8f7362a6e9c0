import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exp } from '#core/math/exp.ts'
import { stream } from '#core/random.ts'
import { controlledInterval } from '#experiments/statistics/control-variate.ts'
import { studentInterval, studentQuantile } from '#experiments/statistics/interval.ts'
import { covariance, mean, variance } from '#experiments/statistics/moments.ts'
import { coverageOf } from './mm1-waits.ts'
import { standardNormal } from './standard-normal.ts'

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw)

it('the mean of e^u with control u: coefficient 1.69, variance ratio 61, as integration gives', () => {
  const u = draws(20_000, stream(1, 'control'))
  const found = controlledInterval(u.map(exp), [{ values: u, mean: 0.5 }])
  const slope = 12 * (1 - (Math.E - 1) / 2)
  const plain = (Math.E ** 2 - 1) / 2 - (Math.E - 1) ** 2
  expect(slope).toBeCloseTo(1.69, 2)
  expect(found.coefficients[0]).toBeCloseTo(slope, 1)
  const expected = plain / (plain - slope ** 2 / 12)
  expect(Math.abs(found.varianceRatio / expected - 1)).toBeLessThan(0.05)
  expect(found.low < Math.E - 1 && Math.E - 1 < found.high).toBe(true)
})

it('with one control it is the textbook regression estimate at the known mean', () => {
  const random = stream(2, 'control')
  const control = draws(12, random)
  const values = control.map((c) => 3 * c + random())
  const found = controlledInterval(values, [{ values: control, mean: 0.5 }])
  const slope = covariance(values, control) / variance(control)
  const intercept = mean(values) - slope * mean(control)
  const residual = values.reduce((sum, y, i) => sum + (y - intercept - slope * control[i]!) ** 2, 0) / 10
  const error = Math.sqrt(residual * (1 / 12 + (mean(control) - 0.5) ** 2 / (11 * variance(control))))
  expect(found.coefficients[0]).toBeCloseTo(slope, 10)
  expect(found.mean).toBeCloseTo(intercept + slope * 0.5, 10)
  expect(found.high - found.mean).toBeCloseTo(studentQuantile(0.975, 10) * error, 10)
})

it('without controls it is the Student interval', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 2 }), (values) => {
      const { mean: centre, low, high } = controlledInterval(values, [])
      const expected = studentInterval(values)
      expect(centre).toBeCloseTo(expected.mean, 9)
      expect(low).toBeCloseTo(expected.low, 9)
      expect(high).toBeCloseTo(expected.high, 9)
    }),
    { seed: 1 },
  )
})

it('an output that controls explain fully is known exactly', () => {
  const random = stream(3, 'control')
  const a = draws(10, random)
  const b = draws(10, random)
  const values = a.map((value, i) => 7 + 2 * value - 1000 * b[i]!)
  const found = controlledInterval(values, [
    { values: a, mean: 0.5 },
    { values: b, mean: 0.5 },
  ])
  expect(found.mean).toBeCloseTo(7 + 1 - 500, 8)
  expect(found.coefficients[0]).toBeCloseTo(2, 8)
  expect(found.coefficients[1]).toBeCloseTo(-1000, 8)
  expect(found.high - found.low).toBeLessThan(1e-8)
})

it('with two estimated coefficients of ten replications the 95 % interval holds the mean in 95 of 100 experiments', () => {
  const ratios: number[] = []
  const coverage = coverageOf(2000, 0, (experiment) => {
    const random = stream(1, 'control-coverage', experiment)
    const normal = () => standardNormal(random)
    const a = draws(10, normal)
    const b = a.map((value) => 0.5 * value + normal())
    const values = a.map((value, i) => value + b[i]! + normal())
    const found = controlledInterval(values, [
      { values: a, mean: 0 },
      { values: b, mean: 0 },
    ])
    ratios.push(found.varianceRatio)
    return found
  })
  expect(coverage).toBeGreaterThan(0.935)
  expect(coverage).toBeLessThan(0.965)
  // Independent noise of variance 1 is what remains of 4.25.
  expect(mean(ratios)).toBeGreaterThan(2)
})

it('too few replications, a constant control and controls that repeat each other are refused', () => {
  const control = { values: [1, 2, 4, 8], mean: 0 }
  expect(() => controlledInterval([1, 2], [{ values: [1, 2], mean: 0 }])).toThrow('at least 3')
  expect(() => controlledInterval([1, 2, 3], [{ values: [5, 5, 5], mean: 0 }])).toThrow('constant')
  expect(() => controlledInterval([1, 2, 3, 4], [control, control])).toThrow('none is a combination')
})
