import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { healPolicies } from '#core/scale/heal.ts'

it('restarts after three silences, and only an answer makes the new start ready', () => {
  const heal = createPolicy(healPolicies, { policy: 'kubernetes-healing' }, undefined)
  heal.started(1, 0)
  expect(heal.isReady(1)).toBe(false)
  expect(heal.probed(1, true, heal.nextProbeMs(1))).toBe(false)
  expect(heal.isReady(1)).toBe(true)
  const silent = () => heal.probed(1, false, heal.nextProbeMs(1) + heal.timeoutMs)
  expect([silent(), silent(), silent()]).toEqual([false, false, true])
  expect(heal.isReady(1)).toBe(false)
  expect(heal.ended(1, 40_000)).toBe(40_000)
  heal.started(1, 40_000)
  expect(heal.nextProbeMs(1)).toBe(40_000)
  expect(heal.ended(1, 41_000)).toBe(51_000)
})
