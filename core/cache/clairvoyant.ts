import { grown } from '#core/collections/grown.ts'
import { SlotIndex } from '#core/collections/slot-index.ts'
import { belady } from './clairvoyant/belady.ts'
import { beladySize } from './clairvoyant/belady-size.ts'
import type { EvictionContext } from './eviction.ts'

/** What an eviction policy that knows the whole trace sees besides: bounds for the others, for no live cache. */
export interface ClairvoyantContext extends EvictionContext {
  readonly future: Future
}

export interface Future {
  /** By request: the index of the next request of the same key, `never` when there is none. */
  readonly nextUse: Int32Array
  /** Index of the request under way, written by whoever replays the trace. */
  now: number
}

/** Later than any request. */
export const never = 2_147_483_647

/** The next use of each request's key, in one pass from the end of the trace. Cost: O(requests). */
export function nextUses(keys: ArrayLike<number>): Int32Array {
  const index = new SlotIndex(1024)
  const nextUse = new Int32Array(keys.length)
  let seenAt = new Int32Array(1024)
  for (let request = keys.length - 1; request >= 0; request--) {
    const key = keys[request]!
    let slot = index.find(key)
    if (slot < 0) {
      slot = index.intern(key)
      seenAt = grown(seenAt, slot + 1)
      nextUse[request] = never
    } else nextUse[request] = seenAt[slot]!
    seenAt[slot] = request
  }
  return nextUse
}

/** The family's list; the only registration there is. */
export const clairvoyantPolicies = [belady, beladySize]
