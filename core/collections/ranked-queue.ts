import { grown } from './grown.ts'

/**
 * A queue that gives the item with the lowest rank first, among equal ranks the one that came first, or last if `latest` is asked for.
 *
 * Source  Williams 1964 (Algorithm 232, Heapsort)
 * Shape   a heap; items: T[count]; rank, order: Float64Array[count]
 * Cost    peek O(1); push, shift O(log n); growth doubles
 */
export class RankedQueue<T> {
  readonly #items: (T | undefined)[] = []
  #ranks = new Float64Array(16)
  #orders = new Float64Array(16)
  #next = 0
  readonly #step: 1 | -1
  length = 0

  constructor(amongEqual: 'earliest' | 'latest' = 'earliest') {
    this.#step = amongEqual === 'earliest' ? 1 : -1
  }

  /** Rank: any number but NaN. */
  push(item: T, rank: number): void {
    const index = this.length++
    this.#ranks = grown(this.#ranks, this.length)
    this.#orders = grown(this.#orders, this.length)
    this.#next += this.#step
    this.#rise(index, item, rank, this.#next)
  }

  /** The one with the lowest rank, left in; undefined when empty. */
  peek(): T | undefined {
    return this.length === 0 ? undefined : this.#items[0]
  }

  /** The lowest rank, Infinity when empty. */
  firstRank(): number {
    return this.length === 0 ? Number.POSITIVE_INFINITY : this.#ranks[0]!
  }

  /** The one with the lowest rank, taken out; undefined when empty. */
  shift(): T | undefined {
    if (this.length === 0) return undefined
    const first = this.#items[0]
    const last = --this.length
    const item = this.#items[last]
    this.#items[last] = undefined
    if (last > 0) this.#sink(item as T, this.#ranks[last]!, this.#orders[last]!)
    return first
  }

  #rise(from: number, item: T, rank: number, order: number): void {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = this.#ranks[parent]!
      if (above < rank || (above === rank && this.#orders[parent]! < order)) break
      this.#move(parent, index)
      index = parent
    }
    this.#put(index, item, rank, order)
  }

  #sink(item: T, rank: number, order: number): void {
    let index = 0
    for (let child = 1; child < this.length; child = 2 * index + 1) {
      if (child + 1 < this.length && this.#isBefore(child + 1, child)) child++
      const below = this.#ranks[child]!
      if (rank < below || (rank === below && order < this.#orders[child]!)) break
      this.#move(child, index)
      index = child
    }
    this.#put(index, item, rank, order)
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#ranks[a]! - this.#ranks[b]!
    return difference === 0 ? this.#orders[a]! < this.#orders[b]! : difference < 0
  }

  #move(from: number, to: number): void {
    this.#items[to] = this.#items[from]
    this.#ranks[to] = this.#ranks[from]!
    this.#orders[to] = this.#orders[from]!
  }

  #put(index: number, item: T, rank: number, order: number): void {
    this.#items[index] = item
    this.#ranks[index] = rank
    this.#orders[index] = order
  }
}
