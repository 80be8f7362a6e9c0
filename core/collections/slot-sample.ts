import type { Random } from '#core/random.ts'
import { grown } from './grown.ts'

/**
 * A set of slots from which one can be drawn uniformly: members stand without gaps, the last fills the place of one that leaves.
 *
 * Shape  members: Int32Array[count]; place: Int32Array[slots], the member's index plus 1, 0 = not in the set
 * Cost   O(1) each, growth amortised
 */
export class SlotSample {
  #members: Int32Array
  #place: Int32Array
  #count = 0

  constructor(slots: number) {
    this.#members = new Int32Array(slots)
    this.#place = new Int32Array(slots)
  }

  add(slot: number): void {
    if (slot >= this.#place.length) this.#place = grown(this.#place, slot + 1)
    if (this.#count >= this.#members.length) this.#members = grown(this.#members, this.#count + 1)
    this.#members[this.#count++] = slot
    this.#place[slot] = this.#count
  }

  remove(slot: number): void {
    const place = this.#place[slot]! - 1
    const last = this.#members[--this.#count]!
    this.#members[place] = last
    this.#place[last] = place + 1
    this.#place[slot] = 0
  }

  has(slot: number): boolean {
    return slot >= 0 && slot < this.#place.length && this.#place[slot]! > 0
  }

  /** A member drawn uniformly, -1 when empty. */
  draw(random: Random): number {
    return this.#count === 0 ? -1 : this.#members[Math.floor(random() * this.#count)]!
  }

  get count(): number {
    return this.#count
  }
}
