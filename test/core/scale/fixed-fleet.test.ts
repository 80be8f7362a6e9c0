import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, follow } from '../../contract/scale.ts'

it('always asks for as many, within the bounds', () => {
  const create = (replicas: number) =>
    createPolicy(scalePolicies, { policy: 'fixed-fleet', replicas }, contextOf(1, 5))
  expect(new Set(follow(create(3), (now) => now / 1e4, 50))).toEqual(new Set([3]))
  expect(new Set(follow(create(30), () => 1, 50))).toEqual(new Set([5]))
})
