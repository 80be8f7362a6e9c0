import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, follow } from '../../contract/scale.ts'

const create = () => createPolicy(scalePolicies, { policy: 'target-tracking', target: 0.5 }, contextOf())

it('adds after three points of a minute above the target', () => {
  const replicas = follow(create(), () => 4.8, 20, 6)
  expect(replicas.findIndex((one) => one > 6)).toBe(12)
  // ceil(6 · 0.8 / 0.5)
  expect(replicas[12]).toBe(10)
})

it('takes away only after fifteen points below nine tenths of it', () => {
  const replicas = follow(create(), () => 0.9, 70, 6)
  expect(replicas.findIndex((one) => one < 6)).toBe(60)
  expect(replicas[60]).toBe(2)
})

it('a use between nine tenths of the target and the target changes nothing', () => {
  expect(new Set(follow(create(), () => 0.47 * 6, 200, 6))).toEqual(new Set([6]))
})
