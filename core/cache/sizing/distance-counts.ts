import { grown } from '#core/collections/grown.ts'
import type { Ratio } from '#core/units.ts'

/**
 * Counts of stack distances, and the miss ratio of any capacity that follows from them.
 *
 * Parameters  bucketSize, distances that are counted together, in units of size; 1 is exact for unit sizes
 * Shape       Float64Array[largest distance / bucketSize]
 * Cost        record O(1); the first miss ratio after a record O(buckets), then O(1)
 */
export class DistanceCounts {
  readonly #bucketSize: number
  #counts = new Float64Array(64)
  #hitsUpTo: Float64Array | undefined
  #used = 0

  constructor(bucketSize: number) {
    this.#bucketSize = bucketSize
  }

  /** `weight` is how many requests it stands for; an infinite distance is not counted. */
  record(distance: number, weight: number): void {
    if (distance === Infinity) return
    const bucket = Math.max(0, Math.ceil(distance / this.#bucketSize) - 1)
    this.#counts = grown(this.#counts, bucket + 1)
    this.#counts[bucket]! += weight
    this.#used = Math.max(this.#used, bucket + 1)
    this.#hitsUpTo = undefined
  }

  /** Of `requests` requests, in a cache that holds this much; `correction` hits are added at every capacity. */
  missRatio(capacity: number, requests: number, correction = 0): Ratio {
    if (requests <= 0) return 1
    this.#hitsUpTo ??= this.#summed()
    const bucket = Math.min(this.#used, Math.floor(capacity / this.#bucketSize)) - 1
    const hits = bucket < 0 ? 0 : this.#hitsUpTo[bucket]! + correction
    return Math.min(1, Math.max(0, 1 - hits / requests))
  }

  #summed(): Float64Array {
    const sums = this.#counts.slice(0, Math.max(1, this.#used))
    for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!
    return sums
  }
}
