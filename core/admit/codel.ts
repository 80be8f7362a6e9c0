import type { Ms } from '#core/units.ts'

/**
 * Controlled delay: when requests have waited longer than the target for a whole interval, the one whose turn it is is dropped, then more
 * and more often until the wait is short again.
 *
 * Source      Nichols, Jacobson, RFC 8289, section 5: next drop after interval / sqrt(count)
 * Parameters  targetMs 5, intervalMs 100
 * Cost        O(1)
 */
export class Codel {
  /** Waits are too long: requests are being dropped. */
  isDropping = false
  private readonly targetMs: Ms
  private readonly intervalMs: Ms
  /** When the wait will have been too long for an interval; 0 while it is not. */
  private aboveUntilMs: Ms = 0
  private nextDropMs: Ms = 0
  private count = 0
  private lastCount = 0

  constructor({ targetMs, intervalMs }: { targetMs: Ms; intervalMs: Ms }) {
    this.targetMs = targetMs
    this.intervalMs = intervalMs
  }

  /** Whether a request that waited so long, and whose turn it is, is to be dropped. */
  drops(waitedMs: Ms, now: Ms): boolean {
    const isTooLong = this.isTooLong(waitedMs, now)
    if (!isTooLong) this.isDropping = false
    else if (!this.isDropping) return this.begin(now)
    else if (now >= this.nextDropMs) {
      this.count++
      this.nextDropMs = this.after(this.nextDropMs)
      return true
    }
    return false
  }

  private isTooLong(waitedMs: Ms, now: Ms): boolean {
    if (waitedMs < this.targetMs) this.aboveUntilMs = 0
    else if (this.aboveUntilMs === 0) this.aboveUntilMs = now + this.intervalMs
    else return now >= this.aboveUntilMs
    return false
  }

  /** Begins with the rate it had if it stopped only a short time ago. */
  private begin(now: Ms): true {
    const gained = this.count - this.lastCount
    this.isDropping = true
    this.count = gained > 1 && now - this.nextDropMs < 16 * this.intervalMs ? gained : 1
    this.lastCount = this.count
    this.nextDropMs = this.after(now)
    return true
  }

  private after(ms: Ms): Ms {
    return ms + this.intervalMs / Math.sqrt(this.count)
  }
}
