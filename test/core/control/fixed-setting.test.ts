import { expect, it } from 'vitest'
import { controlPolicies } from '#core/control/control.ts'
import { createPolicy } from '#core/policy.ts'
import { choices, contextOf, threads } from '../../contract/control.ts'

const create = (setting: number, actions: typeof choices | typeof threads) =>
  createPolicy(controlPolicies, { policy: 'fixed-setting', setting }, contextOf(actions))

it('always does what it was told', () => {
  expect(create(3, choices).decide([0, 0], -9, 0)).toBe(3)
  expect(create(2.5, threads).decide([0, 0], -9, 0)).toBe(2.5)
})

it('refuses a setting that is not allowed', () => {
  for (const setting of [-1, 4, 1.5]) expect(() => create(setting, choices)).toThrow(`setting ${setting}`)
  expect(() => create(0.5, threads)).toThrow('setting 0.5')
})
