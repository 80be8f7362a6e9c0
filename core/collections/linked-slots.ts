import { grown } from './grown.ts'

/**
 * Doubly linked lists over slots (small integers) in typed arrays: no object per element, no allocation per operation. A slot stands in
 * one list at a time.
 *
 *   index   0 .. lists - 1   the heads of the rings
 *           lists + slot     the slots
 *
 * Shape  next, previous: Int32Array[lists + slots]; listOf: Int8Array[slots], -1 in none. All grow with the slots they meet.
 * Cost   O(1) each, growth amortised
 */
export class LinkedSlots {
  /** Number of slots in each list; to be read only. */
  readonly lengths: Int32Array
  readonly #lists: number
  #next: Int32Array
  #previous: Int32Array
  #listOf: Int8Array

  constructor(lists: number, slots: number) {
    this.#lists = lists
    this.lengths = new Int32Array(lists)
    this.#next = new Int32Array(lists + slots)
    this.#previous = new Int32Array(lists + slots)
    this.#listOf = new Int8Array(slots).fill(-1)
    for (let list = 0; list < lists; list++) {
      this.#next[list] = list
      this.#previous[list] = list
    }
  }

  /** The list that a slot stands in, -1 when none. */
  listOf(slot: number): number {
    return slot < this.#listOf.length ? this.#listOf[slot]! : -1
  }

  /** Links a slot that stands in no list. */
  pushFront(list: number, slot: number): void {
    this.#insert(list, this.#next[list]!, slot)
  }

  pushBack(list: number, slot: number): void {
    this.#insert(list, list, slot)
  }

  /** Links a slot one place nearer to the front than `anchor`, or at the back when that is -1. */
  insertBefore(list: number, anchor: number, slot: number): void {
    this.#insert(list, anchor < 0 ? list : anchor + this.#lists, slot)
  }

  remove(slot: number): void {
    const index = slot + this.#lists
    const after = this.#next[index]!
    const before = this.#previous[index]!
    this.#next[before] = after
    this.#previous[after] = before
    this.lengths[this.#listOf[slot]!]!--
    this.#listOf[slot] = -1
  }

  /** From whichever list it stands in. */
  moveToFront(list: number, slot: number): void {
    if (this.#next[list] === slot + this.#lists) return
    this.remove(slot)
    this.pushFront(list, slot)
  }

  moveToBack(list: number, slot: number): void {
    if (this.#previous[list] === slot + this.#lists) return
    this.remove(slot)
    this.pushBack(list, slot)
  }

  /** -1 when empty, as are the following. */
  front(list: number): number {
    const index = this.#next[list]!
    return index === list ? -1 : index - this.#lists
  }

  back(list: number): number {
    const index = this.#previous[list]!
    return index === list ? -1 : index - this.#lists
  }

  popBack(list: number): number {
    const slot = this.back(list)
    if (slot >= 0) this.remove(slot)
    return slot
  }

  popFront(list: number): number {
    const slot = this.front(list)
    if (slot >= 0) this.remove(slot)
    return slot
  }

  /** The neighbour nearer to the front, -1 at the front. */
  before(slot: number): number {
    const index = this.#previous[slot + this.#lists]! - this.#lists
    return index < 0 ? -1 : index
  }

  /** The neighbour nearer to the back, -1 at the back. */
  after(slot: number): number {
    const index = this.#next[slot + this.#lists]! - this.#lists
    return index < 0 ? -1 : index
  }

  #insert(list: number, after: number, slot: number): void {
    if (slot >= this.#listOf.length) this.#grow(slot)
    const index = slot + this.#lists
    const before = this.#previous[after]!
    this.#next[index] = after
    this.#previous[index] = before
    this.#next[before] = index
    this.#previous[after] = index
    this.#listOf[slot] = list
    this.lengths[list]!++
  }

  #grow(slot: number): void {
    const before = this.#listOf.length
    this.#listOf = grown(this.#listOf, slot + 1)
    this.#listOf.fill(-1, before)
    this.#next = grown(this.#next, this.#listOf.length + this.#lists)
    this.#previous = grown(this.#previous, this.#listOf.length + this.#lists)
  }
}
