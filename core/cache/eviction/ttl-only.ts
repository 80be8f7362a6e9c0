import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Only freshness counts: the entry that expires first leaves, among equals the one inserted first. With one lifetime for all, or none,
 * this is first in, first out.
 *
 * Source      Redis documentation, key eviction: volatile-ttl
 * Parameters  none besides the capacity
 * State       a heap by end of freshness and insertion
 * Cost        hit O(1), insertion and eviction O(log n)
 * Deviates    exact, where Redis samples
 */
export const ttlOnly = policyFamily<EvictionContext, Eviction>('eviction')(
  'ttl-only',
  { source: 'Redis documentation, key eviction: volatile-ttl', cost: 'hit O(1), eviction O(log n)' },
  {},
  (_, { slots, expiryOf, forget }) => {
    const order = new RankedSlots(slots)
    let insertions = 0

    return {
      hit() {},
      insert: (slot) => order.add(slot, Math.min(expiryOf(slot), Number.MAX_VALUE), ++insertions),
      evict() {
        const slot = order.popFirst()
        if (slot >= 0) forget(slot)
        return slot
      },
      remove: (slot) => order.remove(slot),
    }
  },
)
