import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eligibility } from '#core/control/eligibility.ts'

it('agrees with traces that touch every weight', () => {
  const step = fc.record({
    index: fc.integer({ min: 0, max: 5 }),
    amount: fc.double({ min: -2, max: 2, noNaN: true }),
    factor: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const sparse = eligibility(6)
      const [found, wanted, dense] = [new Float64Array(6), new Float64Array(6), new Float64Array(6)]
      for (const { index, amount, factor } of steps) {
        sparse.decay(factor)
        for (let i = 0; i < 6; i++) dense[i]! *= factor
        sparse.add(index, amount)
        dense[index]! += amount
        sparse.apply(found, 0.5)
        for (let i = 0; i < 6; i++) wanted[i]! += 0.5 * dense[i]!
      }
      for (let i = 0; i < 6; i++) expect(found[i]!).toBeCloseTo(wanted[i]!, 6)
    }),
  )
})

it('forgets everything when cleared', () => {
  const traces = eligibility(2)
  const weights = new Float64Array(2)
  traces.add(0, 1)
  traces.clear()
  traces.add(1, 1)
  traces.apply(weights, 1)
  expect(Array.from(weights)).toEqual([0, 1])
})
