import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { LinkedSlots } from '#core/collections/linked-slots.ts'
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
    const order = new LinkedSlots(1, slots)

    return {
      hit: (slot) => order.moveToFront(0, slot),
      insert: (slot) => order.pushFront(0, slot),
      evict() {
        const slot = order.popBack(0)
        if (slot >= 0) forget(slot)
        return slot
      },
      victim: () => order.back(0),
      remove: (slot) => order.remove(slot),
    }
  },
)
