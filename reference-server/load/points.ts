import { Histogram } from '#core/collections/histogram.ts'
import type { Ms } from '#core/units.ts'
import type { LoadResult } from './load-result.ts'

/** One answered request. `sentMs` counts from the start of the test and is the intended time. */
export interface LoadPoint {
  readonly sentMs: Ms
  readonly responseMs: Ms
  readonly latenessMs: Ms
  readonly status: number
  /** HIT, MISS or what else the gateway said. */
  readonly cache: string
  readonly isWrite: boolean
}

/** What a generator hands back: the points and the file it stored them in. */
export interface Generated {
  readonly points: readonly LoadPoint[]
  readonly file: string
}

export interface PointsFacts {
  readonly with: string
  readonly warmUpMs: Ms
  readonly durationMs: Ms
  readonly file: string
}

/** Sums up the points that were sent after warm-up. A lookup of the gateway is a read that it may cache: HIT or not BYPASS. */
export function summarisePoints(
  points: readonly LoadPoint[],
  { with: generator, warmUpMs, durationMs, file }: PointsFacts,
): LoadResult {
  const histogram = new Histogram()
  let failed = 0
  let lookups = 0
  let hits = 0
  let latenessMs = 0
  for (const point of points) {
    if (point.sentMs < warmUpMs || point.sentMs >= durationMs) continue
    if (point.status !== 200) {
      failed++
      continue
    }
    histogram.record(point.responseMs)
    latenessMs += point.latenessMs
    if (point.isWrite || point.cache === 'BYPASS' || point.cache === '') continue
    lookups++
    if (point.cache === 'HIT') hits++
  }
  const measuredMs = Math.max(0, durationMs - warmUpMs)
  const { count } = histogram
  return {
    with: generator,
    requests: count,
    failed,
    durationMs: measuredMs,
    throughputPerSecond: measuredMs === 0 ? 0 : (count * 1000) / measuredMs,
    responseMs: {
      mean: histogram.mean,
      p50: histogram.quantile(0.5),
      p95: histogram.quantile(0.95),
      p99: histogram.quantile(0.99),
      max: histogram.max,
    },
    gatewayHitRatio: lookups === 0 ? 0 : hits / lookups,
    latenessMsMean: count === 0 ? 0 : latenessMs / count,
    buckets: histogram.buckets(),
    points: file,
  }
}
