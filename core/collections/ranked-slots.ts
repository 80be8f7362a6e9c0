import { grown } from './grown.ts'

/**
 * Slots in a heap: the one with the lowest rank comes first, among equal ranks the one with the lowest order.
 *
 * Source  Williams 1964 (Algorithm 232, Heapsort); places are kept so that any slot can leave or change its rank
 * Shape   heap: Int32Array[count]; place, by slot: index in the heap plus 1, 0 = not in it; rank, order: Float64Array[slots]
 * Cost    first O(1); add, remove, change O(log n), growth amortised
 */
export class RankedSlots {
  #heap: Int32Array
  #place: Int32Array
  #rank: Float64Array
  #order: Float64Array
  #count = 0

  constructor(slots: number) {
    this.#heap = new Int32Array(slots)
    this.#place = new Int32Array(slots)
    this.#rank = new Float64Array(slots)
    this.#order = new Float64Array(slots)
  }

  add(slot: number, rank: number, order: number): void {
    if (slot >= this.#place.length) this.#grow(slot)
    if (this.#count >= this.#heap.length) this.#heap = grown(this.#heap, this.#count + 1)
    this.#rank[slot] = rank
    this.#order[slot] = order
    this.#put(this.#count++, slot)
    this.#rise(this.#count - 1)
  }

  remove(slot: number): void {
    const index = this.#place[slot]! - 1
    this.#place[slot] = 0
    const last = this.#heap[--this.#count]!
    if (last === slot) return
    this.#put(index, last)
    this.#rise(index)
    this.#sink(this.#place[last]! - 1)
  }

  change(slot: number, rank: number, order: number): void {
    this.#rank[slot] = rank
    this.#order[slot] = order
    this.#rise(this.#place[slot]! - 1)
    this.#sink(this.#place[slot]! - 1)
  }

  /** The slot with the lowest rank, -1 when empty. */
  first(): number {
    return this.#count === 0 ? -1 : this.#heap[0]!
  }

  /** Takes it out. */
  popFirst(): number {
    const slot = this.first()
    if (slot >= 0) this.remove(slot)
    return slot
  }

  has(slot: number): boolean {
    return slot >= 0 && slot < this.#place.length && this.#place[slot]! > 0
  }

  rankOf(slot: number): number {
    return this.#rank[slot]!
  }

  /** All slots, in no order that means anything. */
  members(): Int32Array {
    return this.#heap.slice(0, this.#count)
  }

  get count(): number {
    return this.#count
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#rank[a]! - this.#rank[b]!
    return difference === 0 ? this.#order[a]! < this.#order[b]! : difference < 0
  }

  #put(index: number, slot: number): void {
    this.#heap[index] = slot
    this.#place[slot] = index + 1
  }

  #rise(from: number): void {
    const slot = this.#heap[from]!
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = this.#heap[parent]!
      if (!this.#isBefore(slot, above)) break
      this.#put(index, above)
      index = parent
    }
    this.#put(index, slot)
  }

  #sink(from: number): void {
    const slot = this.#heap[from]!
    let index = from
    for (let child = 2 * index + 1; child < this.#count; child = 2 * index + 1) {
      if (child + 1 < this.#count && this.#isBefore(this.#heap[child + 1]!, this.#heap[child]!)) child++
      if (!this.#isBefore(this.#heap[child]!, slot)) break
      this.#put(index, this.#heap[child]!)
      index = child
    }
    this.#put(index, slot)
  }

  #grow(slot: number): void {
    this.#place = grown(this.#place, slot + 1)
    this.#rank = grown(this.#rank, slot + 1)
    this.#order = grown(this.#order, slot + 1)
  }
}
