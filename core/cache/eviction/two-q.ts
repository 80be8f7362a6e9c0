import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { SizedSlots } from '#core/collections/sized-slots.ts'
import { policyFamily } from '#core/policy.ts'
import { ratio } from '#core/schema/number.ts'

/** The paper's A1in, Am and A1out. */
const first = 0
const frequent = 1
const ghost = 2

/**
 * Two queues: newcomers pass through a first-in first-out queue and are remembered for a while after they left it; what is asked for
 * then goes to an LRU queue.
 *
 * Source      Johnson, Shasha: 2Q: a low overhead high performance buffer management replacement algorithm. VLDB 1994, full version
 * Parameters  firstRatio (Kin), share of the capacity; ghostRatio (Kout), sizes remembered as a share of the capacity
 * State       A1in, Am and A1out
 * Cost        O(1)
 * Deviates    an entry larger than A1in's share is not admitted
 */
export const twoQ = policyFamily<EvictionContext, Eviction>('eviction')(
  'two-q',
  {
    source: 'Johnson, Shasha, VLDB 1994',
    cost: 'O(1)',
    ghosts: ({ ghostRatio }, capacityCount) => Math.floor(capacityCount * ghostRatio),
  },
  {
    firstRatio: ratio({
      min: 0,
      max: 1,
      default: 0.25,
      meaning: 'share of the capacity for newcomers (Kin)',
    }),
    ghostRatio: ratio({
      min: 0,
      max: 1,
      default: 0.5,
      meaning: 'sizes remembered, over the capacity (Kout)',
    }),
  },
  ({ firstRatio, ghostRatio }, { capacity, slots, sizeOf, forget, drop }) => {
    const firstMax = Math.max(1, Math.floor(capacity * firstRatio))
    const frequentMax = Math.max(1, capacity - firstMax)
    const ghostMax = Math.floor(capacity * ghostRatio)
    const queues = new SizedSlots(3, slots)
    const { links, totals } = queues
    /** The incoming slot when it was a ghost. */
    let recalled = -1

    function recall(slot: number): void {
      if (slot < 0 || links.listOf(slot) !== ghost) return
      queues.remove(slot)
      recalled = slot
    }

    function remember(slot: number, size: number): void {
      if (size > ghostMax) {
        forget(slot)
        return
      }
      while (totals[ghost]! + size > ghostMax) forget(queues.popBack(ghost))
      queues.pushFront(ghost, slot, size)
    }

    return {
      hit(slot) {
        if (links.listOf(slot) === frequent) links.moveToFront(frequent, slot)
      },
      insert(slot) {
        recall(slot)
        const size = sizeOf(slot)
        if (recalled !== slot) {
          queues.pushFront(first, slot, size)
          return
        }
        recalled = -1
        while (totals[frequent]! + size > frequentMax && totals[frequent]! > 0) {
          const last = queues.popBack(frequent)
          drop(last)
          forget(last)
        }
        queues.pushFront(frequent, slot, size)
      },
      evict(incoming) {
        recall(incoming)
        if (totals[first]! <= firstMax) {
          const slot = queues.popBack(frequent)
          if (slot >= 0) {
            forget(slot)
            return slot
          }
        }
        const slot = queues.popBack(first)
        if (slot >= 0) remember(slot, queues.sizeOf(slot))
        return slot
      },
      remove: (slot) => queues.remove(slot),
      sizeMax: firstMax,
    }
  },
)
