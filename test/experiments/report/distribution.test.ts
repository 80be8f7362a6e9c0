import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Histogram } from '#core/collections/histogram.ts'
import { binned, cumulative } from '#experiments/report/distribution.ts'

it('bins have all values but the last half percent, and the distribution function ends at 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 300 }),
      (values) => {
        const histogram = new Histogram()
        for (const value of values) histogram.record(value)
        const buckets = histogram.buckets()
        const total = binned(buckets).reduce((sum, { y }) => sum + y, 0)
        expect(total).toBeGreaterThan(0.99)
        expect(total).toBeLessThan(1 + 1e-9)
        const steps = cumulative(buckets)
        expect(steps.at(-1)!.y).toBeCloseTo(1, 9)
        for (const [index, { y }] of steps.entries())
          if (index > 0) expect(y).toBeGreaterThanOrEqual(steps[index - 1]!.y)
      },
    ),
  )
})

it('nothing has no bins', () => expect(binned([])).toEqual([]))
