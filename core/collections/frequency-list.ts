import { grown } from './grown.ts'

/**
 * Slots ordered by how often they were counted; among equals the one that came to its frequency first stands first.
 *
 *   bucket of 1: a - b    bucket of 2: c    bucket of 7: d - e - f        buckets in a list, slots in a list, both ascending
 *
 * Source  Shah, Mitra, Matani: An O(1) algorithm for implementing the LFU cache eviction scheme. 2010
 * Shape   next, previous and bucketOf by slot; frequency, last and next, previous by bucket. Index 0 is the head, slot s is s + 1.
 * Cost    O(1) each
 */
export class FrequencyList {
  #next: Int32Array
  #previous: Int32Array
  #bucketOf: Int32Array
  #frequencies: Float64Array
  /** The last slot of a bucket: where the next one of its frequency is linked. */
  #lasts: Int32Array
  #counts: Int32Array
  #free: Int32Array
  #freeCount = 0
  #unused = 0

  constructor(slots: number) {
    const room = slots + 2
    this.#next = new Int32Array(room)
    this.#previous = new Int32Array(room)
    this.#bucketOf = new Int32Array(room)
    this.#frequencies = new Float64Array(room)
    this.#lasts = new Int32Array(room)
    this.#counts = new Int32Array(room)
    this.#free = new Int32Array(room)
  }

  /** The slot that was counted least; -1 when empty. */
  first(): number {
    return this.#next[0]! - 1
  }

  frequencyOf(slot: number): number {
    return this.#frequencies[this.#bucketOf[slot + 1]!]!
  }

  /** Adds a slot with frequency 1. */
  add(slot: number): void {
    if (slot + 2 >= this.#next.length) this.#grow(slot + 3)
    const first = this.#next[0]!
    const hasOnes = first !== 0 && this.#frequencies[this.#bucketOf[first]!] === 1
    if (hasOnes) this.#append(slot + 1, this.#bucketOf[first]!)
    else this.#open(slot + 1, 0, 1)
  }

  /** Adds 1 to the frequency of a slot. */
  count(slot: number): void {
    const index = slot + 1
    const bucket = this.#bucketOf[index]!
    const frequency = this.#frequencies[bucket]! + 1
    const last = this.#lasts[bucket]!
    const after = this.#next[last]!
    const hasNext = after !== 0 && this.#frequencies[this.#bucketOf[after]!] === frequency
    if (this.#counts[bucket] === 1 && !hasNext) {
      this.#frequencies[bucket] = frequency
      return
    }
    const target = hasNext ? this.#bucketOf[after]! : -1
    const anchor = last === index ? this.#previous[index]! : last
    this.remove(slot)
    if (target >= 0) this.#append(index, target)
    else this.#open(index, anchor, frequency)
  }

  remove(slot: number): void {
    const index = slot + 1
    const bucket = this.#bucketOf[index]!
    const before = this.#previous[index]!
    const after = this.#next[index]!
    this.#next[before] = after
    this.#previous[after] = before
    if (--this.#counts[bucket]! === 0) this.#free[this.#freeCount++] = bucket
    else if (this.#lasts[bucket] === index) this.#lasts[bucket] = before
  }

  #append(index: number, bucket: number): void {
    this.#link(index, this.#lasts[bucket]!)
    this.#bucketOf[index] = bucket
    this.#lasts[bucket] = index
    this.#counts[bucket]!++
  }

  #open(index: number, before: number, frequency: number): void {
    const bucket = this.#freeCount > 0 ? this.#free[--this.#freeCount]! : this.#unused++
    this.#frequencies[bucket] = frequency
    this.#lasts[bucket] = index
    this.#counts[bucket] = 1
    this.#bucketOf[index] = bucket
    this.#link(index, before)
  }

  #link(index: number, before: number): void {
    const after = this.#next[before]!
    this.#next[index] = after
    this.#previous[index] = before
    this.#next[before] = index
    this.#previous[after] = index
  }

  #grow(room: number): void {
    this.#next = grown(this.#next, room)
    this.#previous = grown(this.#previous, this.#next.length)
    this.#bucketOf = grown(this.#bucketOf, this.#next.length)
    this.#frequencies = grown(this.#frequencies, this.#next.length)
    this.#lasts = grown(this.#lasts, this.#next.length)
    this.#counts = grown(this.#counts, this.#next.length)
    this.#free = grown(this.#free, this.#next.length)
  }
}
