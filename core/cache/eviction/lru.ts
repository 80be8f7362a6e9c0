import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { SlotRing } from '#core/collections/slot-ring.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Least recently used: a hit moves an entry to the front, the last one leaves.
 *
 * Source      Mattson, Gecsei, Slutz, Traiger: Evaluation techniques for storage hierarchies. IBM Systems Journal 9(2), 1970
 * Parameters  none besides the capacity
 * State       one list in order of last use
 * Cost        O(1)
 */
export const lru = policyFamily<EvictionContext, Eviction>('eviction')(
  'lru',
  { source: 'Mattson, Gecsei, Slutz, Traiger, IBM Systems Journal 9(2), 1970', cost: 'O(1)' },
  {},
  (_, { slots, forget }) => {
    const order = new SlotRing(slots)

    return {
      hit: (slot) => order.moveToFront(slot),
      insert: (slot) => order.pushFront(slot),
      evict() {
        const slot = order.popBack()
        if (slot >= 0) forget(slot)
        return slot
      },
      victim: () => order.back(),
      remove: (slot) => order.remove(slot),
    }
  },
)
