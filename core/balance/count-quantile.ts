/**
 * A quantile of the latest whole numbers, at most `size` of them; 0 before the first. The answer is followed step by step: it moves as far
 * as the numbers do.
 *
 * State  the numbers in the order in which they came, how often each occurs, and how many are below the answer
 * Cost   O(1) for numbers that change little, O(change) otherwise
 */
export class CountQuantile {
  private readonly latest: Int32Array
  private readonly quantile: number
  private counts = new Int32Array(64)
  private next = 0
  private count = 0
  private answer = 0
  private below = 0

  constructor(size: number, quantile: number) {
    this.latest = new Int32Array(size)
    this.quantile = quantile
  }

  /** The smallest number that at least this share of the numbers does not exceed. */
  get value(): number {
    return this.answer
  }

  /** `value` is 0 or more. */
  add(value: number): void {
    const { latest } = this
    if (this.count === latest.length) this.change(latest[this.next]!, -1)
    else this.count++
    latest[this.next] = value
    this.next = this.next + 1 === latest.length ? 0 : this.next + 1
    this.change(value, 1)
    this.follow()
  }

  private change(value: number, by: number): void {
    if (value >= this.counts.length) {
      const larger = new Int32Array(2 * value)
      larger.set(this.counts)
      this.counts = larger
    }
    this.counts[value]! += by
    if (value < this.answer) this.below += by
  }

  private follow(): void {
    const { counts } = this
    const wanted = Math.max(1, Math.ceil(this.quantile * this.count))
    while (this.below >= wanted) this.below -= counts[--this.answer]!
    while (this.below + counts[this.answer]! < wanted) this.below += counts[this.answer++]!
  }
}
