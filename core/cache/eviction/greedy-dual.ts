import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'

/**
 * Greedy dual: the least priority leaves, and what it was becomes the age that later priorities are added to. So an entry that is no
 * longer asked for is overtaken by newcomers, without any count being lowered. Among equals the least recently used leaves.
 *
 * Source  Cao, Irani: Cost-aware WWW proxy caching algorithms. USITS 1997, figure 1 (inflation value L)
 * Parameters  value: what an entry is worth beyond the age, from its number of requests and its slot
 * Cost    O(log n)
 */
export function greedyDual(
  { slots, forget }: EvictionContext,
  value: (frequency: number, slot: number) => number,
): Eviction {
  const order = new RankedSlots(slots)
  let frequencies = new Float64Array(slots)
  let age = 0
  let requests = 0

  return {
    hit(slot) {
      const frequency = ++frequencies[slot]!
      order.change(slot, age + value(frequency, slot), ++requests)
    },
    insert(slot) {
      frequencies = grown(frequencies, slot + 1)
      frequencies[slot] = 1
      order.add(slot, age + value(1, slot), ++requests)
    },
    evict() {
      const slot = order.first()
      if (slot < 0) return -1
      age = order.rankOf(slot)
      order.remove(slot)
      forget(slot)
      return slot
    },
    remove: (slot) => order.remove(slot),
  }
}
