import { describe, expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { healPolicies } from '#core/scale/heal.ts'

describe.each(healPolicies.map(({ name }) => name))('%s, as every healer,', (policy) => {
  const create = () => createPolicy(healPolicies, { policy }, undefined)

  it('never lets an instance start before it ended, and keeps instances apart', () => {
    const heal = create()
    for (let round = 0; round < 10; round++) {
      heal.started(1, 1000 * round)
      expect(heal.ended(1, 1000 * round + 500)).toBeGreaterThanOrEqual(1000 * round + 500)
    }
    heal.started(2, 0)
    expect(heal.ended(2, 500)).toBe(500)
  })

  it('an instance that ended is not ready and is not asked', () => {
    const heal = create()
    heal.started(1, 0)
    if (Number.isFinite(heal.nextProbeMs(1))) heal.probed(1, true, 1)
    expect(heal.isReady(1)).toBe(true)
    heal.ended(1, 10)
    expect(heal.isReady(1)).toBe(false)
    expect(heal.nextProbeMs(1)).toBe(Number.POSITIVE_INFINITY)
  })

  it('a node heard of just now is not lost', () => {
    expect(create().isLost(1000, 1001)).toBe(false)
  })
})
