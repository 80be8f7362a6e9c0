import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { SlotRing } from '#core/collections/slot-ring.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Second chance: a hit marks an entry; the oldest one leaves unless it is marked, then it loses the mark and counts as new.
 *
 * Source      Corbato: A paging experiment with the Multics system. MIT Project MAC report MAC-M-384, 1968
 * Parameters  none besides the capacity
 * State       one list in order of insertion or second chance; one mark an entry
 * Cost        hit O(1) without moving anything; eviction O(1) amortised, O(n) worst
 * Deviates    the entries move past a hand that stands still, which decides as a hand that moves; sizes: evicts until the newcomer fits
 */
export const clock = policyFamily<EvictionContext, Eviction>('eviction')(
  'clock',
  { source: 'Corbato, MIT Project MAC report MAC-M-384, 1968', cost: 'hit O(1), eviction O(1) amortised' },
  {},
  (_, { slots, forget }) => {
    const order = new SlotRing(slots)
    let isMarked = new Uint8Array(slots)

    /** The oldest unmarked entry, after those before it had their second chance; -1 when there is none. */
    function victim(): number {
      let slot = order.back()
      while (slot >= 0 && isMarked[slot] === 1) {
        isMarked[slot] = 0
        order.moveToFront(slot)
        slot = order.back()
      }
      return slot
    }

    return {
      hit(slot) {
        isMarked[slot] = 1
      },
      insert(slot) {
        isMarked = grown(isMarked, slot + 1)
        isMarked[slot] = 0
        order.pushFront(slot)
      },
      evict() {
        const slot = victim()
        if (slot < 0) return -1
        order.remove(slot)
        forget(slot)
        return slot
      },
      victim,
      remove: (slot) => order.remove(slot),
    }
  },
)
