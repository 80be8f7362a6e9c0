import { grown } from './grown.ts'

/** Words a slot: next, previous, list + 1 (0 in none), unused; together they lie in one cache line. */
const stride = 4

/**
 * Doubly linked lists over slots (small integers) in a typed array: no object per element, no allocation per operation. A slot stands
 * in one list at a time.
 *
 *   index   0 .. lists - 1   the heads of the rings
 *           lists + slot     the slots
 *
 * Shape  links: Int32Array[(lists + slots) x 4]; places in it are multiplied beforehand. Grows with the slots it meets.
 * Cost   O(1) each, growth amortised
 */
export class LinkedSlots {
  /** Number of slots in each list; to be read only. */
  readonly lengths: Int32Array
  readonly #start: number
  #links: Int32Array

  constructor(lists: number, slots: number) {
    this.#start = lists * stride
    this.lengths = new Int32Array(lists)
    this.#links = new Int32Array((lists + slots) * stride)
    for (let head = 0; head < this.#start; head += stride) {
      this.#links[head] = head
      this.#links[head + 1] = head
    }
  }

  /** The list that a slot stands in, -1 when none. */
  listOf(slot: number): number {
    const place = this.#placeOf(slot)
    return place < this.#links.length ? this.#links[place + 2]! - 1 : -1
  }

  /** Links a slot that stands in no list. */
  pushFront(list: number, slot: number): void {
    this.#insert(list, this.#links[list * stride]!, slot)
  }

  pushBack(list: number, slot: number): void {
    this.#insert(list, list * stride, slot)
  }

  /** Links a slot one place nearer to the front than `anchor`, or at the back when that is -1. */
  insertBefore(list: number, anchor: number, slot: number): void {
    this.#insert(list, anchor < 0 ? list * stride : this.#placeOf(anchor), slot)
  }

  remove(slot: number): void {
    const links = this.#links
    const place = this.#placeOf(slot)
    const after = links[place]!
    const before = links[place + 1]!
    links[before] = after
    links[after + 1] = before
    this.lengths[links[place + 2]! - 1]!--
    links[place + 2] = 0
  }

  /** From whichever list it stands in. */
  moveToFront(list: number, slot: number): void {
    const links = this.#links
    const head = list * stride
    const place = this.#start + slot * stride
    const first = links[head]!
    if (first === place) return
    const after = links[place]!
    const before = links[place + 1]!
    const from = links[place + 2]! - 1
    links[before] = after
    links[after + 1] = before
    links[place] = first
    links[place + 1] = head
    links[first + 1] = place
    links[head] = place
    if (from === list) return
    links[place + 2] = list + 1
    this.lengths[from]!--
    this.lengths[list]!++
  }

  moveToBack(list: number, slot: number): void {
    if (this.#links[list * stride + 1] === this.#placeOf(slot)) return
    this.remove(slot)
    this.pushBack(list, slot)
  }

  /** -1 when empty, as are the following. */
  front(list: number): number {
    return this.#slotAt(this.#links[list * stride]!)
  }

  back(list: number): number {
    return this.#slotAt(this.#links[list * stride + 1]!)
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
    return this.#slotAt(this.#links[this.#placeOf(slot) + 1]!)
  }

  /** The neighbour nearer to the back, -1 at the back. */
  after(slot: number): number {
    return this.#slotAt(this.#links[this.#placeOf(slot)]!)
  }

  #placeOf(slot: number): number {
    return this.#start + slot * stride
  }

  /** -1 for a head. */
  #slotAt(place: number): number {
    return place < this.#start ? -1 : ((place - this.#start) / stride) | 0
  }

  #insert(list: number, after: number, slot: number): void {
    const place = this.#placeOf(slot)
    if (place >= this.#links.length) this.#links = grown(this.#links, place + stride)
    const links = this.#links
    const before = links[after + 1]!
    links[place] = after
    links[place + 1] = before
    links[place + 2] = list + 1
    links[before] = place
    links[after + 1] = place
    this.lengths[list]!++
  }
}
