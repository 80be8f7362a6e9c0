import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { LinkedSlots } from '#core/collections/linked-slots.ts'
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
    const order = new LinkedSlots(1, slots)

    return {
      hit() {},
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
