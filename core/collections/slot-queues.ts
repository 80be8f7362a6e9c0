/**
 * Several queues over the same slots (small integers); a slot stands in at most one of them. Typed arrays that grow on demand: no
 * object per element, no allocation per operation.
 *
 *   queue q:  head q <-> front <-> ... <-> back <-> head q        a ring; heads come first in the arrays, then the slots
 *
 * Shape  next, previous: Int32Array[queues + slots]; queueOf: Uint8Array[slots], 255 = in none
 * Cost   O(1) each; growth doubles
 */
export class SlotQueues {
  readonly #heads: number
  #next: Int32Array
  #previous: Int32Array
  #queue: Uint8Array
  readonly #counts: Int32Array

  constructor(queues: number, slots: number) {
    this.#heads = queues
    this.#next = new Int32Array(queues + slots)
    this.#previous = new Int32Array(queues + slots)
    this.#queue = new Uint8Array(slots).fill(none)
    this.#counts = new Int32Array(queues)
    for (let queue = 0; queue < queues; queue++) {
      this.#next[queue] = queue
      this.#previous[queue] = queue
    }
  }

  pushFront(queue: number, slot: number): void {
    if (slot >= this.#queue.length) this.#grow(slot)
    const node = slot + this.#heads
    const first = this.#next[queue]!
    this.#next[node] = first
    this.#previous[node] = queue
    this.#previous[first] = node
    this.#next[queue] = node
    this.#queue[slot] = queue
    this.#counts[queue]!++
  }

  remove(slot: number): void {
    const node = slot + this.#heads
    const after = this.#next[node]!
    const before = this.#previous[node]!
    this.#next[before] = after
    this.#previous[after] = before
    this.#counts[this.#queue[slot]!]!--
    this.#queue[slot] = none
  }

  /** To the front of a queue, out of the one it stands in. */
  moveToFront(queue: number, slot: number): void {
    this.remove(slot)
    this.pushFront(queue, slot)
  }

  /** The slot that was pushed first, -1 when empty. */
  back(queue: number): number {
    return this.#previous[queue]! - this.#heads < 0 ? -1 : this.#previous[queue]! - this.#heads
  }

  /** The queue a slot stands in, -1 for none. */
  queueOf(slot: number): number {
    const queue = slot < this.#queue.length ? this.#queue[slot]! : none
    return queue === none ? -1 : queue
  }

  count(queue: number): number {
    return this.#counts[queue]!
  }

  #grow(slot: number): void {
    const slots = Math.max(16, slot + 1, 2 * this.#queue.length)
    const grown = (old: Int32Array) => {
      const larger = new Int32Array(this.#heads + slots)
      larger.set(old)
      return larger
    }
    this.#next = grown(this.#next)
    this.#previous = grown(this.#previous)
    const queue = new Uint8Array(slots).fill(none)
    queue.set(this.#queue)
    this.#queue = queue
  }
}

const none = 255
