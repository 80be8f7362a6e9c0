import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { grown } from '#core/collections/grown.ts'
import { SizedQueue } from '#core/collections/sized-queue.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'

/** What a slot's state begins with in each queue: room for a frequency lies between. */
const inSmall = 4
const inMain = 8
const inGhosts = 12
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
    const small = new SizedQueue(slots)
    const main = new SizedQueue(slots)
    const ghosts = new SizedQueue(slots)
    /** By slot: the queue that it stands in, plus its frequency. */
    let states = new Uint8Array(slots)
    /** The incoming slot when it was a ghost. */
    let recalled = -1

    function recall(slot: number): void {
      if (slot < 0 || slot >= states.length || states[slot] !== inGhosts) return
      ghosts.remove(slot)
      states[slot] = 0
      recalled = slot
    }

    function victim(): number {
      const slot = main.size <= mainMax ? smallVictim() : -1
      if (slot >= 0) return slot
      const old = mainVictim()
      return old >= 0 ? old : smallVictim()
    }

    /** The oldest of the small queue that was not asked for again; the others go to the main queue. -1 when there is none. */
    function smallVictim(): number {
      let slot = small.oldest()
      while (slot >= 0 && states[slot]! - inSmall >= promotionCount) {
        const size = small.sizeOf(slot)
        small.shift(slot)
        states[slot] = inMain
        main.push(slot, size)
        slot = small.oldest()
      }
      return slot
    }

    /** The oldest of the main queue that has no round left; the others go round. -1 when there is none. */
    function mainVictim(): number {
      let slot = main.oldest()
      while (slot >= 0 && states[slot]! > inMain) {
        const size = main.sizeOf(slot)
        states[slot]!--
        main.shift(slot)
        main.push(slot, size)
        slot = main.oldest()
      }
      return slot
    }

    function remember(slot: number): void {
      const size = small.sizeOf(slot)
      small.shift(slot)
      if (size > ghostMax) {
        drop(slot)
        return
      }
      while (ghosts.size + size > ghostMax) {
        const oldest = ghosts.oldest()
        ghosts.shift(oldest)
        drop(oldest)
      }
      ghosts.push(slot, size)
      states[slot] = inGhosts
    }

    function drop(slot: number): void {
      states[slot] = 0
      forget(slot)
    }

    return {
      hit(slot) {
        const state = states[slot]!
        if ((state & frequencyMax) < frequencyMax) states[slot] = state + 1
      },
      insert(slot) {
        if (slot >= states.length) states = grown(states, slot + 1)
        if (states[slot] === inGhosts) recall(slot)
        if (recalled === slot) {
          states[slot] = inMain
          main.push(slot, sizeOf(slot))
        } else {
          states[slot] = inSmall
          small.push(slot, sizeOf(slot))
        }
        recalled = -1
      },
      evict(incoming) {
        recall(incoming)
        const slot = victim()
        if (slot < 0) return -1
        if (states[slot]! < inMain) remember(slot)
        else {
          main.shift(slot)
          drop(slot)
        }
        return slot
      },
      victim,
      remove(slot) {
        if (states[slot]! < inMain) small.remove(slot)
        else main.remove(slot)
        states[slot] = 0
      },
    }
  },
)
