import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { SlotRing } from '#core/collections/slot-ring.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * First in, first out: the entry that was inserted first leaves, however often it was asked for.
 *
 * Source      Belady, Nelson, Shedler: An anomaly in space-time characteristics of certain programs running in a paging machine.
 *             Communications of the ACM 12(6), 1969
 * Parameters  none besides the capacity
 * State       one list in order of insertion
 * Cost        O(1)
 */
export const fifo = policyFamily<EvictionContext, Eviction>('eviction')(
  'fifo',
  { source: 'Belady, Nelson, Shedler, Communications of the ACM 12(6), 1969', cost: 'O(1)' },
  {},
  (_, { slots, forget }) => {
    const order = new SlotRing(slots)

    return {
      hit() {},
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
