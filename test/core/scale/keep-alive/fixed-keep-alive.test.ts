import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { keepAlivePolicies } from '#core/scale/keep-alive.ts'

it('keeps for the same time from the start', () => {
  const keep = createPolicy(keepAlivePolicies, { policy: 'fixed-keep-alive', keep: 5000 }, undefined)
  keep.called(1)
  expect(keep.idle()).toEqual({ fromMs: 0, untilMs: 5000 })
})
