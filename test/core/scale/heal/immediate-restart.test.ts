import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { healPolicies } from '#core/scale/heal.ts'

it('starts again at once, every time, and never asks', () => {
  const heal = createPolicy(healPolicies, { policy: 'immediate-restart' }, undefined)
  for (let round = 0; round < 5; round++) {
    heal.started(7, round)
    expect(heal.isReady(7)).toBe(true)
    expect(heal.nextProbeMs(7)).toBe(Number.POSITIVE_INFINITY)
    expect(heal.ended(7, round)).toBe(round)
  }
  expect(heal.isLost(0, 1e12)).toBe(false)
})
