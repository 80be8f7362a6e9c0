import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading } from '../../contract/scale.ts'

const create = () => createPolicy(scalePolicies, { policy: 'queue-based' }, contextOf(0))

it('asks for an instance a share of what waits and runs', () => {
  const replicas = (backlog: number, concurrency: number) =>
    create().decide(reading([], { backlog, concurrency }), 0).replicas
  expect([replicas(0.5, 0), replicas(25, 0), replicas(24, 2)]).toEqual([1, 5, 6])
})

it('keeps the last instance until nothing waited for the cooldown', () => {
  const scale = create()
  const at = (now: number, backlog: number) => scale.decide(reading([], { backlog }), now).replicas
  expect([at(0, 5), at(299_000, 0), at(300_000, 0), at(310_000, 1), at(320_000, 0)]).toEqual([1, 1, 0, 1, 1])
})
