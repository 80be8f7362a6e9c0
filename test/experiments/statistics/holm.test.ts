import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import { holm } from '#experiments/statistics/holm.ts'

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })

it("a worked example, as R's p.adjust gives it: 0.01, 0.04, 0.03, 0.005 become 0.03, 0.06, 0.06, 0.02", () => {
  const { adjusted, isRejected } = holm([0.01, 0.04, 0.03, 0.005])
  expect(adjusted.map((p) => Number(p.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02])
  expect(isRejected).toEqual([true, false, false, true])
})

it('nothing to test, nothing to correct; one test stays as it is', () => {
  expect(holm([])).toEqual({ adjusted: [], isRejected: [] })
  expect(holm([0.05])).toEqual({ adjusted: [0.05], isRejected: [true] })
})

it('decisions are those of stepping down: alpha / m, alpha / (m - 1), ... until the first that fails', () => {
  fc.assert(
    fc.property(pValues, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (values, alpha) => {
      const sorted = values.toSorted((a, b) => a - b)
      const failing = sorted.findIndex((p, i) => p * (values.length - i) > alpha)
      const rejected = failing === -1 ? values.length : failing
      expect(holm(values, alpha).isRejected.filter((isRejected) => isRejected)).toHaveLength(rejected)
    }),
    { seed: 1 },
  )
})

it('adjusted values keep the order and lie between the plain ones and those of Bonferroni', () => {
  fc.assert(
    fc.property(pValues, (values) => {
      const { adjusted } = holm(values)
      values.forEach((p, i) => {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p)
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * values.length))
        values.forEach((other, j) => {
          if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
        })
      })
    }),
    { seed: 1 },
  )
})

it('under the null one of ten is rejected in at most 5 of 100 families, without correction in 40', () => {
  const families = 4000
  let corrected = 0
  let plain = 0
  for (let family = 0; family < families; family++) {
    const random = stream(1, 'holm', family)
    const values = Array.from({ length: 10 }, random)
    if (holm(values).isRejected.includes(true)) corrected++
    if (values.some((p) => p <= 0.05)) plain++
  }
  // 1 - (1 - 0.05 / 10)^10 = 0.0489, plus or minus three standard errors.
  expect(Math.abs(corrected / families - 0.0489)).toBeLessThan(0.0103)
  expect(plain / families).toBeGreaterThan(0.37)
})

it('what is no probability is refused', () => {
  expect(() => holm([0.5, 1.1])).toThrow('1.1')
  expect(() => holm([Number.NaN])).toThrow('NaN')
})
