import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { GhostList } from '#core/collections/ghost-list.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'

/**
 * LRU-K: the entry whose K-th last reference is the oldest leaves; entries with fewer than K references leave before all others,
 * the least recently used of them first.
 *
 * Source      O'Neil, O'Neil, Weikum: The LRU-K page replacement algorithm for database disk buffering. SIGMOD 1993, section 2
 * Parameters  k, references that count, 1 is LRU; historyRatio, remembered histories of entries that left, as a share of the capacity;
 *             correlatedPeriod, references so soon after the last one count as one with it (section 2.1.1, Figure 2.1), and an
 *             entry does not leave so soon after its last one while there is another
 * State       the last K reference times of each resident and each ghost, and the last one that was correlated; residents in a heap
 *             by the K-th last
 * Cost        hit O(K + log n); evict O(K + log n), and O(log n) for each entry that is passed over, at most correlatedPeriod
 * Deviates    the retained information period is a number of ghosts rather than a time; times are counted in requests; a reference that
 *             there never was stays so when the others move by a correlated period
 */
export const lruK = policyFamily<EvictionContext, Eviction>('eviction')(
  'lru-k',
  { source: "O'Neil, O'Neil, Weikum, SIGMOD 1993", cost: 'O(K + log n)', ghosts: ghostsOf },
  {
    k: count({ min: 1, max: 16, default: 2, meaning: 'references that count' }),
    historyRatio: ratio({ max: 16, default: 1, meaning: 'ghosts as a share of the capacity in entries' }),
    correlatedPeriod: count({
      default: 0,
      meaning: 'requests after a reference in which others of the same key count as one with it',
    }),
  },
  ({ k, historyRatio, correlatedPeriod }, { capacity, slots, sizeOf, forget }) => {
    const residents = new RankedSlots(slots)
    const ghosts = new GhostList(slots)
    /** K times a slot, the last one first; 0 where there was none. */
    const times = new SlotNumbers(slots * k)
    const lastUse = new SlotNumbers(slots)
    let now = 0

    const kthTime = (slot: number) => times.get(slot * k + k - 1)
    const isCorrelated = (slot: number, at: number) => at - lastUse.get(slot) <= correlatedPeriod

    /** The earlier times move on by `length`, how long the references took that counted as one. */
    function refer(slot: number, length: number): void {
      for (let i = k - 1; i > 0; i--) {
        const time = times.get(slot * k + i - 1)
        times.set(slot * k + i, time === 0 ? 0 : time + length)
      }
      times.set(slot * k, now)
      lastUse.set(slot, now)
    }

    function clear(slot: number): void {
      for (let i = 0; i < k; i++) times.set(slot * k + i, 0)
    }

    /** The first in order that is not within the correlated period of its last reference, else the first; -1 when empty. */
    function firstToLeave(): number {
      const first = residents.first()
      if (correlatedPeriod === 0) return first
      const passedOver: number[] = []
      let slot = first
      for (; slot >= 0 && isCorrelated(slot, now + 1); slot = residents.first()) {
        residents.remove(slot)
        passedOver.push(slot)
      }
      for (const one of passedOver) residents.add(one, kthTime(one), lastUse.get(one))
      return slot >= 0 ? slot : first
    }

    return {
      hit(slot) {
        now++
        if (isCorrelated(slot, now)) lastUse.set(slot, now)
        else refer(slot, lastUse.get(slot) - times.get(slot * k))
        residents.change(slot, kthTime(slot), now)
      },
      insert(slot) {
        now++
        if (ghosts.has(slot)) ghosts.take(slot)
        refer(slot, 0)
        residents.add(slot, kthTime(slot), now)
      },
      evict(incoming) {
        if (ghosts.has(incoming)) ghosts.take(incoming)
        const victim = firstToLeave()
        if (victim < 0) return -1
        residents.remove(victim)
        ghosts.push(victim, sizeOf(victim))
        const bound = historyRatio * capacity
        for (let old = ghosts.takeBeyond(bound); old >= 0; old = ghosts.takeBeyond(bound)) {
          clear(old)
          forget(old)
        }
        return victim
      },
      remove(slot) {
        residents.remove(slot)
        clear(slot)
      },
    }
  },
)

function ghostsOf({ historyRatio }: { readonly historyRatio: number }, capacityEntries: number): number {
  return Math.ceil(historyRatio * capacityEntries)
}
