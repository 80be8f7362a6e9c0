import { grown } from './grown.ts'

/**
 * One doubly linked list over slots (small integers) in a typed array, where only one is needed: half the memory of LinkedSlots, and no
 * word that tells the list to be kept right.
 *
 *   place 0: the head of the ring; place 2 (slot + 1): the slot       place + 0: towards the back, + 1: towards the front
 *
 * Shape  links: Int32Array[(1 + slots) x 2]; places in it are multiplied beforehand. Grows with the slots it meets.
 * Cost   O(1) each, growth amortised
 */
export class SlotRing {
  #links: Int32Array

  constructor(slots: number) {
    this.#links = new Int32Array(2 * slots + 2)
  }

  /** Links a slot that is not linked. */
  pushFront(slot: number): void {
    const place = 2 * slot + 2
    if (place >= this.#links.length) this.#links = grown(this.#links, place + 2)
    const links = this.#links
    const first = links[0]!
    links[place] = first
    links[place + 1] = 0
    links[first + 1] = place
    links[0] = place
  }

  moveToFront(slot: number): void {
    const links = this.#links
    const place = 2 * slot + 2
    const first = links[0]!
    if (first === place) return
    const after = links[place]!
    const before = links[place + 1]!
    links[before] = after
    links[after + 1] = before
    links[place] = first
    links[place + 1] = 0
    links[first + 1] = place
    links[0] = place
  }

  remove(slot: number): void {
    const links = this.#links
    const place = 2 * slot + 2
    const after = links[place]!
    const before = links[place + 1]!
    links[before] = after
    links[after + 1] = before
  }

  /** -1 when empty, as the next one. */
  back(): number {
    return (this.#links[1]! >> 1) - 1
  }

  popBack(): number {
    const links = this.#links
    const place = links[1]!
    if (place === 0) return -1
    const before = links[place + 1]!
    links[before] = 0
    links[1] = before
    return (place >> 1) - 1
  }

  /** The neighbour nearer to the front, -1 at the front. */
  before(slot: number): number {
    return (this.#links[2 * slot + 3]! >> 1) - 1
  }
}
