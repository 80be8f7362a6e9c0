import { exp } from '#core/math/exp.ts'
import type { Ms } from '#core/units.ts'

/** Load of a node that has requests under way and no history: 2^63 - 1 shifted right by 16. */
const penalty = 140_737_488_355_327

/**
 * A moving average of times that rises at once and falls slowly: weight exp(-elapsed / decay) for the past, 1 for a new peak.
 *
 * Source      Finagle, finagle-core/src/main/scala/com/twitter/finagle/loadbalancer/PeakEwma.scala, observe and load
 * Parameters  decayMs, the time constant: half life is decay * ln 2
 * Cost        O(1)
 */
export class PeakEstimate {
  ms: Ms
  private readonly decayMs: Ms
  private stampMs: Ms

  constructor(decayMs: Ms, now: Ms) {
    this.decayMs = decayMs
    this.stampMs = now
    this.ms = 0
  }

  observe(sampleMs: Ms, now: Ms): void {
    const weight = exp(-Math.max(0, now - this.stampMs) / this.decayMs)
    this.ms = sampleMs > this.ms ? sampleMs : this.ms * weight + sampleMs * (1 - weight)
    this.stampMs = now
  }

  /** Estimate times (pending + 1). Reading counts as a sample of 0, so an idle node becomes attractive again. */
  load(pending: number, now: Ms): number {
    this.observe(0, now)
    return this.ms === 0 && pending > 0 ? penalty + pending : this.ms * (pending + 1)
  }
}
