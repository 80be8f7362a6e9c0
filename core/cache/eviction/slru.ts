import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { SizedSlots } from '#core/collections/sized-slots.ts'
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'

/**
 * Segmented LRU: a hit lifts an entry one segment, a full segment passes its last one down, what the lowest passes down leaves.
 *
 * Source      Karedla, Love, Wherry: Caching strategies to improve disk system performance. IEEE Computer 27(3), 1994 (two segments);
 *             Huang et al.: An analysis of Facebook photo caching. SOSP 2013, section 6.1 (four equal ones, S4LRU)
 * Parameters  segments, equal shares of the capacity
 * State       one list a segment in order of last use
 * Cost        O(segments)
 * Deviates    newcomers fill the lowest segment that has room; an entry larger than a segment is not admitted
 */
export const slru = policyFamily<EvictionContext, Eviction>('eviction')(
  'slru',
  {
    source: 'Karedla, Love, Wherry, IEEE Computer 27(3), 1994; Huang et al., SOSP 2013',
    cost: 'O(segments)',
  },
  { segments: count({ min: 1, max: 64, default: 4, meaning: 'number of equal segments' }) },
  ({ segments }, { capacity, slots, sizeOf, forget, drop }) => {
    const top = segments - 1
    const segmentMax = Math.max(1, Math.floor(capacity / segments))
    const lists = new SizedSlots(segments, slots)
    const { links, totals } = lists

    /** Passes the last one of a segment down, and on, while the segment below holds too much. */
    function cool(segment: number): void {
      if (segment === 0) {
        const slot = lists.popBack(0)
        drop(slot)
        forget(slot)
        return
      }
      lists.moveToFront(segment - 1, links.back(segment))
      while (totals[segment - 1]! > segmentMax) cool(segment - 1)
    }

    function roomiest(size: number): number {
      for (let segment = 0; segment < segments; segment++)
        if (totals[segment]! + size <= segmentMax) return segment
      return 0
    }

    return {
      hit(slot) {
        const segment = links.listOf(slot)
        if (segment === top) {
          lists.moveToFront(top, slot)
          return
        }
        lists.moveToFront(segment + 1, slot)
        while (totals[segment + 1]! > segmentMax) cool(segment + 1)
      },
      insert(slot) {
        const size = sizeOf(slot)
        lists.pushFront(roomiest(size), slot, size)
      },
      evict() {
        for (let segment = 0; segment < segments; segment++) {
          const slot = lists.popBack(segment)
          if (slot < 0) continue
          forget(slot)
          return slot
        }
        return -1
      },
      remove: (slot) => lists.remove(slot),
      sizeMax: segmentMax,
    }
  },
)
