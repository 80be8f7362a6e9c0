/** Compares a policy with a slow, obvious version of it, after every request. */
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import type { Policy } from '#core/policy.ts'
import { slotCache } from './slot-cache.ts'

/** The obvious version: it keeps keys in plain arrays. */
export interface Obvious {
  request(key: number): void
  /** Resident keys in any order. */
  keys(): number[]
}

const sorted = (keys: readonly number[]) => keys.toSorted((a, b) => a - b)

export function expectAgreement(
  // biome-ignore lint/suspicious/noExplicitAny: policies differ in their parameters
  policy: Policy<EvictionContext, Eviction, any>,
  obvious: (capacity: number) => Obvious,
  given: { parameters?: object; capacityMin?: number; sizeOf?: (key: number) => number } = {},
): void {
  const { parameters = {}, capacityMin = 1, sizeOf = () => 1 } = given
  fc.assert(
    fc.property(
      fc.integer({ min: capacityMin, max: 9 }),
      fc.array(fc.nat(14), { maxLength: 120 }),
      (capacity, requests) => {
        const fast = slotCache(policy, { capacity, parameters })
        const slow = obvious(capacity)
        for (const key of requests) {
          fast.request(key, sizeOf(key))
          slow.request(key)
          expect(sorted(fast.keys)).toEqual(sorted(slow.keys()))
        }
      },
    ),
    { numRuns: 400 },
  )
}

export const without = (keys: readonly number[], key: number): number[] => keys.filter((one) => one !== key)
