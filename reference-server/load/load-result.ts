import type { Bucket } from '#core/collections/histogram.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/** Mean and coefficient of variation; both 0 when there was nothing. */
export interface Spread {
  readonly count: number
  readonly mean: Ms
  readonly cv: number
  /** Values at evenly spaced ranks, each standing for as many; empty when there was nothing. */
  readonly quantiles: readonly Ms[]
}

/** What a load test measured after warm-up. */
export interface LoadResult {
  readonly with: string
  /** Response times count from the intended start; of a k6 script that does not note it, from the sending. */
  readonly countsFrom: 'intended start' | 'sending'
  readonly requests: number
  readonly failed: number
  readonly durationMs: Ms
  readonly throughputPerSecond: PerSecond
  readonly responseMs: Readonly<Record<'mean' | 'p50' | 'p95' | 'p99' | 'max', Ms>>
  readonly gatewayHitRatio: Ratio
  /** How late the generator itself sent, on average. */
  readonly latenessMsMean: Ms
  /** Answers from the gateway's cache, and those of a node behind it. */
  readonly gatewayAnswerMs: Spread
  readonly nodeAnswerMs: Spread
  readonly buckets: readonly Bucket[]
  /** A value for each second since the start, warm-up included. */
  readonly series: Readonly<Record<'throughput' | 'responseMean', readonly number[]>>
  /** File of raw points. */
  readonly points: string
}
