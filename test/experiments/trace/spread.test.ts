import { describe, expect, test } from 'vitest'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { Distribution } from '#core/scenario.ts'
import { fitSpread } from '#experiments/trace/spread.ts'

const draw = (d: Distribution, n: number, replication = 0) =>
  Float64Array.from({ length: n }, sampler(d, stream(9, 'test', replication)))

describe('finds the shape a sample came from', () => {
  test('lognormal', () => {
    const found = fitSpread(draw({ shape: 'lognormal', meanMs: 400, cv: 1.2 }, 5000))!
    expect(found.shape).toBe('lognormal')
    expect(found.exponential.pValue).toBeLessThan(0.001)
    expect(found.lognormal.mean.low).toBeLessThan(400)
    expect(found.lognormal.mean.high).toBeGreaterThan(400)
    expect(Math.abs(found.lognormal.cv.value - 1.2)).toBeLessThan(0.1)
  })

  test('exponential', () => {
    const found = fitSpread(draw({ shape: 'exponential', meanMs: 400, cv: 1 }, 5000))!
    expect(found.shape).toBe('exponential')
    expect(found.lognormal.pValue).toBeLessThan(0.001)
    expect(Math.abs(found.exponential.mean / 400 - 1)).toBeLessThan(0.05)
    expect(Math.abs(found.cv.value - 1)).toBeLessThan(0.05)
  })

  test('neither', () => {
    const found = fitSpread(draw({ shape: 'uniform', meanMs: 500, cv: 1, lowMs: 400, highMs: 600 }, 2000))!
    expect(found.shape).toBe('empirical')
    expect(found.middles).toHaveLength(100)
    expect(Math.abs(found.middles.reduce((sum, one) => sum + one, 0) / 100 - 500)).toBeLessThan(5)
  })
})

test('95 % intervals hold the truth about 95 times in a hundred', () => {
  let held = { mean: 0, cv: 0, sampleCv: 0 }
  for (let run = 0; run < 200; run++) {
    const { lognormal, cv } = fitSpread(draw({ shape: 'lognormal', meanMs: 10, cv: 0.5 }, 400, run))!
    const isIn = ({ low, high }: { low: number; high: number }, truth: number) =>
      Number(low < truth && truth < high)
    held = {
      mean: held.mean + isIn(lognormal.mean, 10),
      cv: held.cv + isIn(lognormal.cv, 0.5),
      sampleCv: held.sampleCv + isIn(cv, 0.5),
    }
  }
  expect(held.mean / 200).toBeGreaterThan(0.9)
  expect(held.cv / 200).toBeGreaterThan(0.9)
  // The coefficient of a sample is skewed: its normal interval is a little short.
  expect(held.sampleCv / 200).toBeGreaterThan(0.83)
})

test('too few values tell no shape, and equal ones have no spread', () => {
  expect(fitSpread(Float64Array.of(1, 2, 3))).toBeUndefined()
  expect(fitSpread(new Float64Array(20).fill(5))).toMatchObject({ mean: { value: 5 }, cv: { value: 0 } })
})
