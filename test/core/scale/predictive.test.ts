import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, follow } from '../../contract/scale.ts'

const day = 86_400_000
const noon = (now: number) => (now % day >= day / 2 ? 8 : 2)
const create = (parameters: Record<string, unknown> = {}) =>
  createPolicy(scalePolicies, { policy: 'predictive', headroom: 0, ...parameters }, contextOf())
const ofDay = (replicas: readonly number[], index: number) => replicas.slice(index * 5760, (index + 1) * 5760)

it('on the second day it is there before the load, on the first only with it', () => {
  const replicas = follow(create(), noon, 2 * 5760)
  expect(ofDay(replicas, 0)[2879]).toBe(2)
  expect(ofDay(replicas, 0)[2880]).toBe(8)
  const early = ofDay(replicas, 1).indexOf(8)
  expect(2880 - early).toBeGreaterThanOrEqual(20)
  expect(2880 - early).toBeLessThanOrEqual(40)
})

it('a day twice as busy gets twice as much ahead of time', () => {
  const replicas = follow(create(), (now) => noon(now) * (now >= day ? 2 : 1), 2 * 5760)
  expect(ofDay(replicas, 1)[2875]).toBe(16)
})
