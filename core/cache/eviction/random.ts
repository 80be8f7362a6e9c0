import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Any entry leaves, each with the same probability.
 *
 * Source      Belady: A study of replacement algorithms for a virtual-storage computer. IBM Systems Journal 5(2), 1966 (RAND)
 * Parameters  none besides the capacity
 * State       resident slots in an array without holes, and the place of each
 * Cost        O(1)
 */
export const random = policyFamily<EvictionContext, Eviction>('eviction')(
  'random',
  { source: 'Belady, IBM Systems Journal 5(2), 1966 (RAND)', cost: 'O(1)' },
  {},
  (_, { slots, forget, random: draw }) => {
    let residents = new Int32Array(slots)
    let places = new Int32Array(slots)
    let count = 0

    /** The last one moves into the hole. */
    function remove(slot: number): void {
      const place = places[slot]!
      const last = residents[--count]!
      residents[place] = last
      places[last] = place
    }

    return {
      hit() {},
      insert(slot) {
        residents = grown(residents, count + 1)
        places = grown(places, slot + 1)
        residents[count] = slot
        places[slot] = count++
      },
      evict() {
        if (count === 0) return -1
        const slot = residents[Math.floor(draw() * count)]!
        remove(slot)
        forget(slot)
        return slot
      },
      remove,
    }
  },
)
