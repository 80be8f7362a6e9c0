import type { Bucket } from '#core/collections/histogram.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/** What a load test measured after warm-up. Response times count from the intended sending. */
export interface LoadResult {
  readonly with: string
  readonly requests: number
  readonly failed: number
  readonly durationMs: Ms
  readonly throughputPerSecond: PerSecond
  readonly responseMs: Readonly<Record<'mean' | 'p50' | 'p95' | 'p99' | 'max', Ms>>
  readonly gatewayHitRatio: Ratio
  /** How late the generator itself sent, on average. */
  readonly latenessMsMean: Ms
  readonly buckets: readonly Bucket[]
  /** File of raw points. */
  readonly points: string
}
