import { expect, it } from 'vitest'
import { controlPolicies } from '#core/control/control.ts'
import { createPolicy } from '#core/policy.ts'
import { choices, contextOf } from '../../contract/control.ts'

const rule = () =>
  createPolicy(
    controlPolicies,
    { policy: 'threshold-rule', feature: 1, low: 0.3, high: 0.7, hold: 5000, start: 1 },
    contextOf(choices),
  )

const decisions = (busy: readonly number[]) => {
  const control = rule()
  return busy.map((value, second) => control.decide([0, value], 0, 1000 * second))
}

it('goes up one choice each time the feature has been high for long enough', () => {
  expect(decisions(Array(12).fill(0.9))).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3])
})

it('goes down while it is low, and never below the first', () => {
  expect(decisions(Array(13).fill(0.1)).at(-1)).toBe(0)
})

it('a moment inside the band begins the count anew', () => {
  expect(decisions([0.9, 0.9, 0.9, 0.9, 0.5, 0.9, 0.9, 0.9, 0.9, 0.9])).toEqual(Array(10).fill(1))
})
