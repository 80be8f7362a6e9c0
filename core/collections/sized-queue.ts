import { grown } from './grown.ts'

/**
 * First in, first out over slots (small integers) that knows how much it holds: a ring of slots, each with the size that it was pushed
 * with. What leaves from the middle leaves a hole, which goes when the oldest are taken or when the ring is full.
 *
 * Shape  ring: Int32Array, a power of two, -1 at a hole; places: where a slot stands in it; sizes: by slot, only from the first size on
 *        that is not 1. Grows with the slots it meets.
 * Cost   O(1) amortised each
 */
export class SizedQueue {
  /** Sum of the sizes; to be read only. */
  size = 0
  #ring: Int32Array
  #places: Int32Array
  /** Where the oldest stands, perhaps a hole. */
  #first = 0
  /** Places in use, with holes. */
  #used = 0
  #holes = 0
  /** Size less 1, so that what was pushed before the array was needed reads right. */
  #excess = new Float64Array(0)
  #areUnits = true

  constructor(slots: number) {
    this.#ring = new Int32Array(16)
    this.#places = new Int32Array(slots)
  }

  get count(): number {
    return this.#used - this.#holes
  }

  /** Of a slot that is held. */
  sizeOf(slot: number): number {
    return this.#areUnits || slot >= this.#excess.length ? 1 : 1 + this.#excess[slot]!
  }

  /** Appends a slot that is not held. */
  push(slot: number, size: number): void {
    if (!this.#areUnits || size !== 1) this.#note(slot, size)
    if (this.#used === this.#ring.length || slot >= this.#places.length) this.#makeRoom(slot)
    const place = (this.#first + this.#used) & (this.#ring.length - 1)
    this.#used++
    this.#ring[place] = slot
    this.#places[slot] = place
    this.size += size
  }

  /** The one that was pushed first, -1 when empty. */
  oldest(): number {
    if (this.#used === 0) return -1
    const slot = this.#ring[this.#first]!
    return slot >= 0 ? slot : this.#oldestBehindHoles()
  }

  /** Takes out what `oldest` told, just before. */
  shift(slot: number): void {
    this.#first = (this.#first + 1) & (this.#ring.length - 1)
    this.#used--
    this.size -= this.sizeOf(slot)
  }

  /** Takes out a slot that is held, wherever it stands. */
  remove(slot: number): void {
    this.#ring[this.#places[slot]!] = -1
    this.#holes++
    this.size -= this.sizeOf(slot)
  }

  #oldestBehindHoles(): number {
    const mask = this.#ring.length - 1
    while (this.#used > 0 && this.#ring[this.#first]! < 0) {
      this.#first = (this.#first + 1) & mask
      this.#used--
      this.#holes--
    }
    return this.#used === 0 ? -1 : this.#ring[this.#first]!
  }

  #note(slot: number, size: number): void {
    this.#areUnits = false
    this.#excess = grown(this.#excess, slot + 1)
    this.#excess[slot] = size - 1
  }

  #makeRoom(slot: number): void {
    this.#places = grown(this.#places, slot + 1)
    if (this.#used < this.#ring.length) return
    const old = this.#ring
    const ring = new Int32Array(2 * this.#holes < old.length ? 2 * old.length : old.length)
    let count = 0
    for (let at = 0; at < old.length; at++) {
      const one = old[(this.#first + at) & (old.length - 1)]!
      if (one < 0) continue
      this.#places[one] = count
      ring[count++] = one
    }
    this.#ring = ring
    this.#first = 0
    this.#used = count
    this.#holes = 0
  }
}
