import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading, using } from '../../contract/scale.ts'

const create = () => createPolicy(scalePolicies, { policy: 'step-scaling' }, contextOf())
const twenty = (share: number) => reading(Array.from({ length: 20 }, () => using(share)))

it('the further off, the larger the step; at least one', () => {
  const first = (share: number) => create().decide(twenty(share), 0).replicas
  expect([0.5, 0.8, 0.95, 0.1].map(first)).toEqual([20, 22, 26, 18])
  expect(create().decide(reading([using(0.8)]), 0).replicas).toBe(2)
})

it('waits for the cooldown before the next step', () => {
  const scale = create()
  expect([0, 30_000, 60_000].map((now) => scale.decide(twenty(0.8), now).replicas)).toEqual([22, 20, 22])
})
