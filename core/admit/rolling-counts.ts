import type { Ms } from '#core/units.ts'

/**
 * How many requests ended in the last window of time, and how many of them well. The window moves by a bucket at a time.
 *
 * Cost  O(1) to count, O(buckets) after a rest
 */
export class RollingCounts {
  all = 0
  good = 0
  private readonly bucketMs: Ms
  private readonly alls: Float64Array
  private readonly goods: Float64Array
  /** Number of the bucket that is filled now. */
  private current = 0

  constructor({ windowMs, buckets }: { windowMs: Ms; buckets: number }) {
    this.bucketMs = windowMs / buckets
    this.alls = new Float64Array(buckets)
    this.goods = new Float64Array(buckets)
  }

  count(isGood: boolean, now: Ms): void {
    this.move(now)
    const place = this.current % this.alls.length
    this.alls[place]!++
    this.all++
    if (!isGood) return
    this.goods[place]!++
    this.good++
  }

  /** Forgets what is older than the window. */
  move(now: Ms): void {
    const bucket = Math.floor(now / this.bucketMs)
    if (bucket - this.current >= this.alls.length) this.clear()
    for (; this.current < bucket; this.current++) {
      const place = (this.current + 1) % this.alls.length
      this.all -= this.alls[place]!
      this.good -= this.goods[place]!
      this.alls[place] = 0
      this.goods[place] = 0
    }
  }

  clear(): void {
    this.alls.fill(0)
    this.goods.fill(0)
    this.all = 0
    this.good = 0
  }
}
