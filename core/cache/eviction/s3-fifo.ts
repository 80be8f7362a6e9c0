import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { SizedSlots } from '#core/collections/sized-slots.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema.ts'

const small = 0
const main = 1
const ghost = 2
/** Two bits: an entry of the main queue gets at most this many more rounds. */
const frequencyMax = 3

/**
 * Three queues: newcomers enter a small one; what is asked for again there goes on to the main one, the rest leaves at once and is
 * remembered as a ghost; a ghost that comes back enters the main queue. Neither queue moves anything on a hit.
 *
 * Source      Yang, Zhang, Qiu, Yue, Rashmi: FIFO queues are all you need for cache eviction. SOSP 2023, algorithm 1
 * Parameters  smallRatio, share of the capacity; ghostRatio, sizes remembered as a share of the capacity; promotionCount, requests after
 *             the first that lead to the main queue
 * State       small, main and ghost queue; a frequency up to 3 an entry
 * Cost        hit O(1) without moving anything; eviction O(1) amortised
 * Deviates    an entry leaves the small queue for the main one with frequency 0; one that is larger than the small queue's share is
 *             admitted there all the same
 */
export const s3Fifo = policyFamily<EvictionContext, Eviction>('eviction')(
  's3-fifo',
  {
    source: 'Yang, Zhang, Qiu, Yue, Rashmi, SOSP 2023, algorithm 1',
    cost: 'hit O(1), eviction O(1) amortised',
    ghosts: ({ ghostRatio }, capacityCount) => Math.floor(capacityCount * ghostRatio),
  },
  {
    smallRatio: ratio({ min: 0, max: 1, default: 0.1, meaning: 'share of the capacity for newcomers' }),
    ghostRatio: ratio({ min: 0, max: 1, default: 0.9, meaning: 'sizes remembered, over the capacity' }),
    promotionCount: count({
      min: 1,
      max: frequencyMax,
      default: 2,
      meaning: 'further requests that lead to the main queue',
    }),
  },
  ({ smallRatio, ghostRatio, promotionCount }, { capacity, slots, sizeOf, forget }) => {
    const smallMax = Math.max(1, Math.floor(capacity * smallRatio))
    const mainMax = capacity - smallMax
    const ghostMax = Math.floor(capacity * ghostRatio)
    const queues = new SizedSlots(3, slots)
    const { links, totals } = queues
    let frequencies = new Uint8Array(slots)
    /** The incoming slot when it was a ghost. */
    let recalled = -1

    function recall(slot: number): void {
      if (slot < 0 || links.listOf(slot) !== ghost) return
      queues.remove(slot)
      recalled = slot
    }

    function victim(): number {
      const slot = totals[main]! <= mainMax ? smallVictim() : -1
      if (slot >= 0) return slot
      const old = mainVictim()
      return old >= 0 ? old : smallVictim()
    }

    /** The oldest of the small queue that was not asked for again; the others go to the main queue. -1 when there is none. */
    function smallVictim(): number {
      let slot = links.back(small)
      while (slot >= 0 && frequencies[slot]! >= promotionCount) {
        frequencies[slot] = 0
        queues.moveToFront(main, slot)
        slot = links.back(small)
      }
      return slot
    }

    /** The oldest of the main queue that has no round left; the others go round. -1 when there is none. */
    function mainVictim(): number {
      let slot = links.back(main)
      while (slot >= 0 && frequencies[slot]! > 0) {
        frequencies[slot]!--
        links.moveToFront(main, slot)
        slot = links.back(main)
      }
      return slot
    }

    function remember(slot: number): void {
      const size = queues.sizeOf(slot)
      queues.remove(slot)
      if (size > ghostMax) {
        forget(slot)
        return
      }
      while (totals[ghost]! + size > ghostMax) forget(queues.popBack(ghost))
      queues.pushFront(ghost, slot, size)
    }

    return {
      hit(slot) {
        if (frequencies[slot]! < frequencyMax) frequencies[slot]!++
      },
      insert(slot) {
        recall(slot)
        frequencies = grown(frequencies, slot + 1)
        frequencies[slot] = 0
        queues.pushFront(recalled === slot ? main : small, slot, sizeOf(slot))
        recalled = -1
      },
      evict(incoming) {
        recall(incoming)
        const slot = victim()
        if (slot < 0) return -1
        if (links.listOf(slot) === small) remember(slot)
        else {
          queues.remove(slot)
          forget(slot)
        }
        return slot
      },
      victim,
      remove: (slot) => queues.remove(slot),
    }
  },
)
