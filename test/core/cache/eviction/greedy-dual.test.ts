import { expect, it } from 'vitest'
import { greedyDual } from '#core/cache/eviction/greedy-dual.ts'
import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { policyFamily } from '#core/policy.ts'
import { slotCache } from './slot-cache.ts'

it('adds the age, so that what is no longer asked for is overtaken', () => {
  const byCount = policyFamily<EvictionContext, Eviction>('eviction')(
    'by-count',
    { source: 'Cao, Irani 1997', cost: 'O(log n)' },
    {},
    (_, context) => greedyDual(context, (frequency) => frequency),
  )
  const cache = slotCache(byCount, { capacity: 2 })
  for (const key of [1, 1, 1, 2]) cache.request(key)
  // Priorities: key 1 has 3. Each newcomer evicts the one before it and starts one higher, until it passes key 1.
  expect(cache.request(3).evicted).toEqual([2])
  expect(cache.request(4).evicted).toEqual([3])
  expect(cache.request(5).evicted).toEqual([1])
})
