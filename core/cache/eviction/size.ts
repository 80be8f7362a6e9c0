import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * The largest entry leaves; equal ones in the order of a heap.
 *
 * Source      Williams, Abrams, Standridge, Abdulla, Fox: Removal policies in network caches for World-Wide Web documents.
 *             SIGCOMM 1996, key SIZE
 * Parameters  none besides the capacity
 * State       a heap by size
 * Cost        hit O(1), insertion and eviction O(log n)
 */
export const size = policyFamily<EvictionContext, Eviction>('eviction')(
  'size',
  { source: 'Williams et al., SIGCOMM 1996', cost: 'hit O(1), eviction O(log n)' },
  {},
  (_, { slots, sizeOf, forget }) => {
    const order = new RankedSlots(slots)

    return {
      hit() {},
      insert: (slot) => order.add(slot, -sizeOf(slot), 0),
      evict() {
        const slot = order.popFirst()
        if (slot >= 0) forget(slot)
        return slot
      },
      remove: (slot) => order.remove(slot),
    }
  },
)
