import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading, using } from '../../contract/scale.ts'

const create = (parameters: Record<string, unknown> = {}) =>
  createPolicy(scalePolicies, { policy: 'kubernetes-hpa', targetPercent: 50, ...parameters }, contextOf())

it('young instances count as not ready', () => {
  const old = Array.from({ length: 3 }, () => using(0.9))
  const young = Array.from({ length: 2 }, () => using(0.9, { ageMs: 10_000 }))
  expect(create().decide(reading([...old, ...young]), 0).replicas).toBe(9)
  expect(create({ readiness: 30_000 }).decide(reading([...old, ...young]), 0).replicas).toBe(5)
})

it('without any metric it keeps what there is, and does not take it for a recommendation', () => {
  const scale = create()
  expect(scale.decide(reading([using(undefined), using(undefined)]), 0).replicas).toBe(2)
  expect(scale.decide(reading([using(1), using(1)]), 15_000).replicas).toBe(4)
})
