import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { GhostList } from '#core/collections/ghost-list.ts'
import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema.ts'

/**
 * LRU-K: the entry whose K-th last reference is the oldest leaves; entries with fewer than K references leave before all others,
 * the least recently used of them first.
 *
 * Source      O'Neil, O'Neil, Weikum: The LRU-K page replacement algorithm for database disk buffering. SIGMOD 1993, section 2
 * Parameters  k, references that count, 1 is LRU; historyRatio, remembered histories of entries that left, as a share of the capacity
 * State       the last K reference times of each resident and each ghost; residents in a heap by the K-th last
 * Cost        hit and evict O(K + log n)
 * Deviates    the retained information period is a number of ghosts rather than a time; no correlated reference period
 */
export const lruK = policyFamily<EvictionContext, Eviction>('eviction')(
  'lru-k',
  { source: "O'Neil, O'Neil, Weikum, SIGMOD 1993", cost: 'O(K + log n)', ghosts: ghostsOf },
  {
    k: count({ min: 1, max: 16, default: 2, meaning: 'references that count' }),
    historyRatio: ratio({ max: 16, default: 1, meaning: 'ghosts as a share of the capacity in entries' }),
  },
  ({ k, historyRatio }, { capacity, slots, sizeOf, forget }) => {
    const residents = new RankedSlots(slots)
    const ghosts = new GhostList(slots)
    /** K times a slot, the last one first; 0 where there was none. */
    const times = new SlotNumbers(slots * k)
    let now = 0

    function refer(slot: number): void {
      now++
      for (let i = k - 1; i > 0; i--) times.set(slot * k + i, times.get(slot * k + i - 1))
      times.set(slot * k, now)
    }

    function clear(slot: number): void {
      for (let i = 0; i < k; i++) times.set(slot * k + i, 0)
    }

    return {
      hit(slot) {
        refer(slot)
        residents.change(slot, times.get(slot * k + k - 1), now)
      },
      insert(slot) {
        if (ghosts.has(slot)) ghosts.take(slot)
        refer(slot)
        residents.add(slot, times.get(slot * k + k - 1), now)
      },
      evict(incoming) {
        if (ghosts.has(incoming)) ghosts.take(incoming)
        const victim = residents.first()
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
