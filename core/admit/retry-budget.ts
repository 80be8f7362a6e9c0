import type { Ms, PerSecond, Ratio } from '#core/units.ts'

const unit = 1000
const slices = 10

/**
 * Retries are paid for: each request deposits a unit that expires, each retry takes 1 / share of them. A reserve always allows a few.
 *
 * Source      Finagle, finagle-core/src/main/scala/com/twitter/finagle/service/RetryBudget.scala
 * Parameters  ttlMs 10 s; minPerSecond 10; share 0.2 of requests that may be retried
 * State       deposits less withdrawals, in ten slices of the time to live
 * Cost        O(1)
 */
export class RetryBudget {
  private readonly price: number
  private readonly reserve: number
  private readonly sliceMs: Ms
  private readonly sums = new Float64Array(slices)
  private sum = 0
  private slice = 0

  constructor({ ttlMs, minPerSecond, share }: { ttlMs: Ms; minPerSecond: PerSecond; share: Ratio }) {
    this.price = share > 0 ? Math.floor(unit / share) : unit
    this.reserve = ((minPerSecond * ttlMs) / 1000) * this.price
    this.sliceMs = ttlMs / slices
  }

  /** How many retries may be made now. */
  balance(now: Ms): number {
    this.move(now)
    return Math.max(0, Math.floor((this.sum + this.reserve) / this.price))
  }

  deposit(now: Ms): void {
    this.move(now)
    this.book(unit)
  }

  /** Whether a retry may be made; then it is paid for. */
  tryWithdraw(now: Ms): boolean {
    if (this.balance(now) < 1) return false
    this.book(-this.price)
    return true
  }

  private book(amount: number): void {
    this.sums[this.slice % slices]! += amount
    this.sum += amount
  }

  private move(now: Ms): void {
    const slice = Math.floor(now / this.sliceMs)
    if (slice - this.slice > slices) {
      this.sums.fill(0)
      this.sum = 0
      this.slice = slice
    }
    for (; this.slice < slice; this.slice++) {
      const place = (this.slice + 1) % slices
      this.sum -= this.sums[place]!
      this.sums[place] = 0
    }
  }
}

/** Retries that may be under way at once: a share of the requests under way, at least `min`. Source: Envoy, circuit_breaker.proto, RetryBudget. */
export const concurrentRetriesMax = (underWay: number, { share = 0.2, min = 3 } = {}): number =>
  Math.max(min, Math.floor(underWay * share))
