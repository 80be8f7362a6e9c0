import { exp } from '#core/math/exp.ts'
import type { Bytes, Ms, Ratio } from '#core/units.ts'

/** What a node learns of its surroundings while it serves; schedules that look beyond the queue read it. */
export interface Feedback {
  /** Time until a client had a shard and asked for the next, smoothed; 0 before the first. */
  readonly networkMs: Ms
  /** Share of reads that no cache could answer, smoothed; 0 before the first. */
  readonly penetrationRatio: Ratio
  /** Share of the bandwidth in use over the last second or so. */
  bandwidthRatio(now: Ms): Ratio
  sent(sizeBytes: Bytes, tookMs: Ms, now: Ms): void
  read(isLoaded: boolean): void
}

/** Weight of a new sample. */
const smoothing = 0.02
/** Time constant of the bandwidth in use. */
const bandwidthTimeMs = 1_000
/** 1 Gbit/s. */
const bandwidthBytesPerMs = 125_000

/**
 * Feedback of a node. Averages are exponentially weighted; each starts at its first sample.
 *
 * Cost  O(1) a sample
 */
export function createFeedback(): Feedback {
  let networkMs: Ms | undefined
  let penetrationRatio: Ratio | undefined
  let smoothedBytes = 0
  let updatedAtMs = 0

  function decay(now: Ms): void {
    if (now <= updatedAtMs) return
    smoothedBytes *= exp((updatedAtMs - now) / bandwidthTimeMs)
    updatedAtMs = now
  }

  return {
    get networkMs() {
      return networkMs ?? 0
    },
    get penetrationRatio() {
      return penetrationRatio ?? 0
    },
    bandwidthRatio(now) {
      decay(now)
      return Math.min(1, smoothedBytes / (bandwidthTimeMs * bandwidthBytesPerMs))
    },
    sent(sizeBytes, tookMs, now) {
      networkMs = networkMs === undefined ? tookMs : networkMs + smoothing * (tookMs - networkMs)
      decay(now)
      smoothedBytes += sizeBytes
    },
    read(isLoaded) {
      const sample = isLoaded ? 1 : 0
      penetrationRatio =
        penetrationRatio === undefined ? sample : penetrationRatio + smoothing * (sample - penetrationRatio)
    },
  }
}
