import fc from 'fast-check'
import { expect, it } from 'vitest'
import { detectPolicies } from '#core/control/detect.ts'
import { createPolicy } from '#core/policy.ts'

const create = () =>
  createPolicy(detectPolicies, { policy: 'cusum', allowance: 0.5, limit: 4, warmUp: 0 }, undefined)

it('adds what exceeds the allowance, alarms at the limit and starts again', () => {
  const detect = create()
  expect([2, 2, 1.5, 2].map((value) => detect.observe(value, 0))).toEqual([1.5 / 4, 3 / 4, 1, 1.5 / 4])
})

it('the sum of a path is its highest rise above the allowance so far', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1.2, max: 1.2, noNaN: true }), { maxLength: 25 }), (values) => {
      const detect = create()
      for (let end = 0; end < values.length; end++) {
        const answer = detect.observe(values[end]!, 0)
        const rise = (sign: number) => {
          let highest = 0
          for (let from = 0; from <= end; from++)
            highest = Math.max(
              highest,
              values.slice(from, end + 1).reduce((sum, value) => sum + sign * value - 0.5, 0),
            )
          return highest
        }
        expect(answer).toBeCloseTo(Math.max(rise(1), rise(-1)) / 4, 9)
        if (answer >= 1) return
      }
    }),
  )
})
