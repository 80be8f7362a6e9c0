import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { FrequencyList } from '#core/collections/frequency-list.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Least frequently used since insertion; among equals the one that came to its frequency first leaves.
 *
 * Source      Shah, Mitra, Matani: An O(1) algorithm for implementing the LFU cache eviction scheme. 2010
 * Parameters  none besides the capacity
 * State       slots in buckets of equal frequency
 * Cost        O(1)
 */
export const lfu = policyFamily<EvictionContext, Eviction>('eviction')(
  'lfu',
  { source: 'Shah, Mitra, Matani, An O(1) algorithm for LFU, 2010', cost: 'O(1)' },
  {},
  (_, { slots, forget }) => {
    const order = new FrequencyList(slots)

    return {
      hit: (slot) => order.count(slot),
      insert: (slot) => order.add(slot),
      evict() {
        const slot = order.first()
        if (slot < 0) return -1
        order.remove(slot)
        forget(slot)
        return slot
      },
      victim: () => order.first(),
      remove: (slot) => order.remove(slot),
    }
  },
)
