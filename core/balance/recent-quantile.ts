/**
 * A quantile of the latest values, at most `size` of them; 0 before the first.
 *
 * State  the values in the order in which they came, and sorted
 * Cost   O(size) to add, O(1) to read
 */
export class RecentQuantile {
  private readonly latest: Float64Array
  private readonly sorted: Float64Array
  private readonly quantile: number
  private next = 0
  private count = 0

  constructor(size: number, quantile: number) {
    this.latest = new Float64Array(size)
    this.sorted = new Float64Array(size)
    this.quantile = quantile
  }

  /** The smallest value that at least this share of the values does not exceed. */
  get value(): number {
    if (this.count === 0) return 0
    return this.sorted[Math.max(0, Math.ceil(this.quantile * this.count) - 1)]!
  }

  add(value: number): void {
    const { sorted, latest } = this
    let hole = this.count
    if (this.count === latest.length) hole = sorted.indexOf(latest[this.next]!)
    else this.count++
    latest[this.next] = value
    this.next = this.next + 1 === latest.length ? 0 : this.next + 1
    for (; hole > 0 && sorted[hole - 1]! > value; hole--) sorted[hole] = sorted[hole - 1]!
    for (; hole + 1 < this.count && sorted[hole + 1]! < value; hole++) sorted[hole] = sorted[hole + 1]!
    sorted[hole] = value
  }
}
