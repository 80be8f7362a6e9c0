import { expect, it } from 'vitest'
import { detectPolicies } from '#core/control/detect.ts'
import { TandemError } from '#core/errors.ts'
import { createPolicy } from '#core/policy.ts'
import { detectContract } from '../../contract/detect.ts'

for (const { name } of detectPolicies) {
  const parameters = name === 'page-hinkley' ? { warmUp: 100, delta: 0.5 } : {}
  detectContract(name, () => createPolicy(detectPolicies, { policy: name, ...parameters }, undefined))
}

it('an unknown detector and a limit below zero are refused by name', () => {
  expect(() => createPolicy(detectPolicies, { policy: 'cusom' }, undefined)).toThrow('did you mean cusum')
  expect(() => createPolicy(detectPolicies, { policy: 'cusum', limit: -1 }, undefined)).toThrow(TandemError)
})
