import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from '#core/collections/histogram.ts'

const value = fc.double({ min: 1e-3, max: 1e7, noNaN: true })
const filled = (values: readonly number[]) => {
  const histogram = new Histogram()
  for (const v of values) histogram.record(v)
  return histogram
}

describe('histogram', () => {
  it('quantiles are at most 0.1 % from the recorded value of that rank', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const sorted = [...values].sort((a, b) => a - b)
          const exact = sorted[Math.max(1, Math.ceil(p * values.length)) - 1]!
          expect(Math.abs(filled(values).quantile(p) / exact - 1)).toBeLessThanOrEqual(0.001)
        },
      ),
      { numRuns: 200, seed: 1 },
    )
  })

  it('count, mean, minimum and maximum are exact', () => {
    const histogram = filled([3, 1, 2])
    expect([histogram.count, histogram.mean, histogram.min, histogram.max]).toEqual([3, 2, 1, 3])
  })

  it('merging equals recording everything in one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e6 })),
        fc.array(fc.integer({ min: 1, max: 1e6 })),
        (a, b) => {
          const merged = filled(a)
          merged.merge(filled(b))
          expect(merged.toJSON()).toEqual(filled([...a, ...b]).toJSON())
        },
      ),
      { numRuns: 50, seed: 2 },
    )
  })

  it('tells the share above a limit, exact between buckets and even inside one', () => {
    const histogram = filled([1, 2, 3, 4])
    expect([0.5, 1.5, 2.5, 3.5, 4, 9].map((limit) => histogram.shareAbove(limit))).toEqual([
      1, 0.75, 0.5, 0.25, 0, 0,
    ])
    const dense = filled(Array.from({ length: 1000 }, (_, i) => 1000 + i / 500))
    expect(dense.shareAbove(1001)).toBeCloseTo(0.5, 2)
    expect(new Histogram().shareAbove(1)).toBeNaN()
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        (values, limit) => {
          const share = filled(values).shareAbove(limit)
          const above = (factor: number) =>
            values.filter((value) => value > limit * factor).length / values.length
          expect(share).toBeLessThanOrEqual(above(1 - 1 / 500) + 1e-12)
          expect(share).toBeGreaterThanOrEqual(above(1 + 1 / 500) - 1e-12)
        },
      ),
      { numRuns: 200, seed: 3 },
    )
  })

  it('survives JSON', () => {
    const histogram = filled([0.5, 12.25, 12.25, 9999])
    const back = Histogram.fromJSON(JSON.parse(JSON.stringify(histogram)))
    expect(back.toJSON()).toEqual(histogram.toJSON())
    expect(back.quantile(0.5)).toBe(histogram.quantile(0.5))
    expect(Histogram.fromJSON(JSON.parse(JSON.stringify(new Histogram()))).count).toBe(0)
  })

  it('buckets hold their values, in order, without gaps inside an octave', () => {
    const buckets = filled([1, 1.001, 5, 100]).buckets()
    expect(buckets.map(({ count }) => count)).toEqual([2, 1, 1])
    for (const { low, high } of buckets) expect(high / low - 1).toBeLessThanOrEqual(1 / 512)
    expect(buckets[0]!.low).toBe(1)
  })

  it('values beyond its range are counted in the outermost buckets', () => {
    const histogram = filled([0, 1e-9, 1e12])
    expect(histogram.count).toBe(3)
    expect(histogram.buckets()).toEqual([
      { low: 0, high: 2 ** -10, count: 2 },
      { low: 2 ** 24, high: 1e12, count: 1 },
    ])
    expect(histogram.quantile(1)).toBe(1e12)
    expect(histogram.quantile(0.1)).toBeLessThan(0.001)
  })

  it('says NaN rather than 0 when it is empty, and refuses what is not a value', () => {
    expect(new Histogram().quantile(0.5)).toBeNaN()
    expect(new Histogram().mean).toBeNaN()
    expect(() => new Histogram().record(NaN)).toThrow('takes values from 0')
    expect(() => new Histogram().record(-1)).toThrow('takes values from 0')
  })
})
