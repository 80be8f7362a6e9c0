import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type BaselineOptions, createBaseline } from '#core/control/detect/baseline.ts'

const options: BaselineOptions = { mean: 10, deviation: 2, warmUp: 0, estimate: 'moments', transform: 'none' }

it('without a warm-up it uses mean and deviation as told', () => {
  expect(createBaseline(options).standardised(14)).toBe(2)
})

it('learns mean and standard deviation of the first values, and never changes afterwards', () => {
  const baseline = createBaseline({ ...options, warmUp: 4 })
  expect([2, 4, 4, 6].map((value) => baseline.standardised(value))).toEqual(Array(4).fill(undefined))
  for (let i = 0; i < 1000; i++) baseline.standardised(1e6)
  expect(baseline.standardised(8)).toBeCloseTo(4 / Math.sqrt(8 / 3), 12)
})

it('one outlier of a hundred does not move the robust estimate', () => {
  const values = Array.from({ length: 101 }, (_, index) => index - 50)
  const standardised = (outlier: number) => {
    const baseline = createBaseline({ ...options, warmUp: 101, estimate: 'robust' })
    for (const value of [...values.slice(0, 100), outlier]) baseline.standardised(value)
    return baseline.standardised(37)!
  }
  // Median 0, median absolute deviation 25.
  expect(standardised(50)).toBeCloseTo(37 / (25 * 1.4826022), 6)
  expect(standardised(1e9)).toBeCloseTo(standardised(50), 9)
})

it('the logarithm makes a ratio a difference', () => {
  const baseline = createBaseline({ ...options, mean: 0, deviation: 1, transform: 'log' })
  expect(baseline.standardised(Math.E - 1)).toBeCloseTo(1, 12)
  expect(baseline.standardised(-5)).toBe(0)
})

it('scale and place of the values do not matter once they are learned', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 30 }),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: -500, max: 500 }),
      (values, scale, place) => {
        fc.pre(new Set(values).size > 1)
        for (const estimate of ['robust', 'moments'] as const) {
          const [plain, moved] = [0, 1].map(() =>
            createBaseline({ ...options, warmUp: values.length, estimate }),
          )
          for (const value of values) {
            plain!.standardised(value)
            moved!.standardised(place + scale * value)
          }
          expect(moved!.standardised(place + scale * 7)).toBeCloseTo(plain!.standardised(7)!, 6)
        }
      },
    ),
  )
})
