import { describe, expect, it } from 'vitest'
import { type ControlContext, controlPolicies } from '#core/control/control.ts'
import { createPolicy } from '#core/policy.ts'
import { choices, contextOf, controlContract, threads } from '../../contract/control.ts'

const onlyChoices = ['threshold-rule', 'upper-confidence-bound', 'thompson-sampling']
const onlyNumbers = ['pid']

const create = (policy: string) => (context: ControlContext) =>
  createPolicy(controlPolicies, { policy, ...(policy === 'fixed-setting' ? { setting: 2 } : {}) }, context)

for (const { name } of controlPolicies) {
  if (!onlyNumbers.includes(name)) controlContract(name, choices, create(name))
  if (!onlyChoices.includes(name)) controlContract(name, threads, create(name))
}

describe('what a controller cannot do', () => {
  it.each(onlyChoices)('%s refuses to set a number, by name', (name) => {
    expect(() => create(name)(contextOf(threads))).toThrow(
      `control ${name} chooses among settings, found the number threads`,
    )
  })

  it.each(onlyNumbers)('%s refuses to choose, by name', (name) => {
    expect(() => create(name)(contextOf(choices))).toThrow(
      `control ${name} sets a number in a range, found choices`,
    )
  })
})
