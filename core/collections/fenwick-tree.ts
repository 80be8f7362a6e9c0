/**
 * Numbers by index whose prefix sums are found and changed in logarithmic time.
 *
 * Source  Fenwick: A new data structure for cumulative frequency tables. Software: Practice and Experience 24(3), 1994
 * Shape   Float64Array[length + 1]; node i holds the sum of the (i & -i) elements up to i
 * Cost    add, sum O(log n)
 */
export class FenwickTree {
  readonly #nodes: Float64Array

  constructor(length: number) {
    this.#nodes = new Float64Array(length + 1)
  }

  get length(): number {
    return this.#nodes.length - 1
  }

  add(index: number, value: number): void {
    for (let node = index + 1; node < this.#nodes.length; node += node & -node) this.#nodes[node]! += value
  }

  /** Of the elements before `end`. */
  sum(end: number): number {
    let total = 0
    for (let node = end; node > 0; node -= node & -node) total += this.#nodes[node]!
    return total
  }
}
