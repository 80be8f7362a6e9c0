import type { ClairvoyantContext } from '#core/cache/clairvoyant.ts'
import type { Eviction } from '#core/cache/eviction.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Optimal when all entries have one size: the entry whose next request is farthest away leaves. With sizes it is a heuristic, which
 * others can beat.
 *
 * Source      Belady: A study of replacement algorithms for a virtual-storage computer. IBM Systems Journal 5(2), 1966 (MIN)
 * Parameters  none besides the capacity and the future
 * State       a heap by next use
 * Cost        O(log n)
 */
export const belady = policyFamily<ClairvoyantContext, Eviction>('clairvoyant')(
  'belady',
  { source: 'Belady, IBM Systems Journal 5(2), 1966 (MIN)', cost: 'O(log n)' },
  {},
  (_, { slots, future, forget }) => {
    const order = new RankedSlots(slots)

    return {
      hit: (slot) => order.change(slot, -future.nextUse[future.now]!, 0),
      insert: (slot) => order.add(slot, -future.nextUse[future.now]!, 0),
      evict() {
        const slot = order.popFirst()
        if (slot >= 0) forget(slot)
        return slot
      },
      remove: (slot) => order.remove(slot),
    }
  },
)
