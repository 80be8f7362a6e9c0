import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { SlotRing } from '#core/collections/slot-ring.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Second chance with a moving hand: a hit marks an entry, the hand goes from old to new, clears marks and stops at a bare entry, which
 * leaves. Entries never move, so those that survived stay together and newcomers leave early.
 *
 * Source      Zhang, Yang, Yue, Vigfusson, Rashmi: SIEVE is simpler than LRU. NSDI 2024, algorithm 1
 * Parameters  none besides the capacity
 * State       one list in order of insertion; one mark an entry; one hand
 * Cost        hit O(1) without moving anything; eviction O(1) amortised, O(n) worst
 * Deviates    entries have sizes: evicts until the newcomer fits
 */
export const sieve = policyFamily<EvictionContext, Eviction>('eviction')(
  'sieve',
  {
    source: 'Zhang, Yang, Yue, Vigfusson, Rashmi, NSDI 2024, algorithm 1',
    cost: 'hit O(1), eviction O(1) amortised',
  },
  {},
  (_, { slots, forget }) => {
    const order = new SlotRing(slots)
    let isMarked = new Uint8Array(slots)
    /** Where the hand goes on; -1 at the oldest entry. */
    let hand = -1

    /** Moves the hand to the next bare entry; -1 when there is no entry. */
    function victim(): number {
      if (hand < 0) hand = order.back()
      if (hand < 0) return -1
      while (isMarked[hand] === 1) {
        isMarked[hand] = 0
        hand = order.before(hand)
        if (hand < 0) hand = order.back()
      }
      return hand
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
        hand = order.before(slot)
        order.remove(slot)
        forget(slot)
        return slot
      },
      victim,
      remove(slot) {
        if (slot === hand) hand = order.before(slot)
        order.remove(slot)
      },
    }
  },
)
