import type { Ms, Ratio } from '#core/units.ts'
import { RollingCounts } from './rolling-counts.ts'

export interface BreakerConfig {
  readonly errorShare: Ratio
  readonly volumeMin: number
  readonly resetMs: Ms
  readonly windowMs: Ms
  readonly buckets: number
}

/** Defaults of opossum 9, but for the volume: there 0, so that the first error opens it; this is Hystrix's. */
export const breakerDefaults = {
  /** An answer that takes longer is a failure. */
  timeoutMs: 10_000,
  errorShare: 0.5,
  resetMs: 30_000,
  windowMs: 10_000,
  buckets: 10,
  volumeMin: 20,
}

/**
 * Closed: requests pass. Open, after too large a share of failures: none passes. Half open, after a time: one passes, and decides.
 *
 * Source      Nygard, Release It!, 2007; opossum 9, lib/circuit.js; Hystrix, volume
 * Parameters  errorShare from which it opens, among at least volumeMin requests in windowMs; resetMs until it tries again
 * Cost        O(1)
 */
export class CircuitBreaker {
  state: 'closed' | 'open' | 'half open' = 'closed'
  private readonly config: BreakerConfig
  private readonly counts: RollingCounts
  private openedAtMs: Ms = 0

  constructor(config: BreakerConfig) {
    this.config = config
    this.counts = new RollingCounts(config)
  }

  /** Whether a request may pass now; then it ends with `finished` or `givenUp`. */
  tryPass(now: Ms): boolean {
    if (this.state === 'closed') return true
    if (this.state === 'half open' || now - this.openedAtMs < this.config.resetMs) return false
    this.state = 'half open'
    return true
  }

  finished(isFailed: boolean, now: Ms): void {
    if (this.state === 'open') return
    if (this.state === 'half open') {
      this.state = isFailed ? 'open' : 'closed'
      this.openedAtMs = now
      this.counts.clear()
      return
    }
    this.counts.count(!isFailed, now)
    const { all, good } = this.counts
    if (!isFailed || all < this.config.volumeMin || (all - good) / all < this.config.errorShare) return
    this.state = 'open'
    this.openedAtMs = now
  }

  /** Of a request that passed and says nothing: a trial that was given up is followed by another. */
  givenUp(): void {
    if (this.state === 'half open') this.state = 'open'
  }
}
