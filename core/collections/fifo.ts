/**
 * A first-in first-out queue in a ring that doubles when it is full.
 *
 * Cost  O(1) amortised, no allocation but growth
 */
export class Fifo<T> {
  private ring: (T | undefined)[] = new Array(16).fill(undefined)
  private head = 0
  length = 0

  push(item: T): void {
    if (this.length === this.ring.length) this.grow()
    this.ring[(this.head + this.length) & (this.ring.length - 1)] = item
    this.length++
  }

  /** The first one, taken out; undefined when empty. */
  shift(): T | undefined {
    if (this.length === 0) return undefined
    const item = this.ring[this.head]
    this.ring[this.head] = undefined
    this.head = (this.head + 1) & (this.ring.length - 1)
    this.length--
    return item
  }

  /** The first one, left in; undefined when empty. */
  peek(): T | undefined {
    return this.length === 0 ? undefined : this.ring[this.head]
  }

  private grow(): void {
    const size = this.ring.length
    const larger: (T | undefined)[] = new Array(size * 2).fill(undefined)
    for (let index = 0; index < size; index++) larger[index] = this.ring[(this.head + index) & (size - 1)]
    this.ring = larger
    this.head = 0
  }
}
