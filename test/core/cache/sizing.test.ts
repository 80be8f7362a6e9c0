import { describe, expect, it } from 'vitest'
import { type Sizing, sizingPolicies } from '#core/cache/sizing.ts'
import { createPolicy } from '#core/policy.ts'
import { feed, skewedRequests } from './sizing/requests.ts'

const requests = skewedRequests(20_000, 4000)

describe.each(sizingPolicies.map(({ name }) => name))('%s, as every curve,', (name) => {
  it.each(['unit', 'sized'] as const)(
    'never rises with the capacity and stays within 0 and 1, %s',
    (kind) => {
      const curve = feed(
        createPolicy<undefined, Sizing>(sizingPolicies, { policy: name }, undefined),
        requests,
        kind,
      )
      let before = 1
      for (let capacity = 0; capacity < 20_000; capacity += 250) {
        const ratio = curve.missRatio(capacity)
        expect(ratio).toBeLessThanOrEqual(before)
        expect(ratio).toBeGreaterThanOrEqual(0)
        before = ratio
      }
      expect(curve.requests).toBe(20_000)
    },
  )
})
