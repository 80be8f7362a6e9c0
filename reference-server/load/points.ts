import { Histogram } from '#core/collections/histogram.ts'
import type { Ms } from '#core/units.ts'
import type { LoadResult, Spread } from './load-result.ts'

/** One answered request. `sentMs` counts from the start of the test and is the intended time. */
export interface LoadPoint {
  readonly sentMs: Ms
  readonly responseMs: Ms
  readonly latenessMs: Ms
  readonly status: number
  /** HIT, MISS or what else the gateway said. */
  readonly cache: string
  readonly isWrite: boolean
  /** What was asked, with its query; unknown for a script of somebody else. */
  readonly path?: string
  /** Which user of a closed workload asked. */
  readonly user?: number
}

/** What a generator hands back: the points and the file it stored them in. */
export interface Generated {
  readonly points: readonly LoadPoint[]
  readonly file: string
}

export interface PointsFacts {
  readonly with: string
  readonly countsFrom?: LoadResult['countsFrom']
  readonly warmUpMs: Ms
  readonly durationMs: Ms
  readonly file: string
}

/** Sums up the points that were sent after warm-up. A lookup of the gateway is a read that it may cache: HIT or not BYPASS. */
export function summarisePoints(
  points: readonly LoadPoint[],
  { with: generator, countsFrom = 'intended start', warmUpMs, durationMs, file }: PointsFacts,
): LoadResult {
  const histogram = new Histogram()
  const fromGateway: Ms[] = []
  const fromNode: Ms[] = []
  let failed = 0
  let lookups = 0
  let latenessMs = 0
  for (const point of points) {
    if (point.sentMs < warmUpMs || point.sentMs >= durationMs) continue
    if (point.status !== 200) {
      failed++
      continue
    }
    histogram.record(point.responseMs)
    latenessMs += point.latenessMs
    const answers = point.cache === 'HIT' ? fromGateway : fromNode
    answers.push(point.responseMs)
    if (point.isWrite || point.cache === 'BYPASS' || point.cache === '') continue
    lookups++
  }
  const measuredMs = Math.max(0, durationMs - warmUpMs)
  const { count } = histogram
  return {
    with: generator,
    countsFrom,
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
    gatewayHitRatio: lookups === 0 ? 0 : fromGateway.length / lookups,
    latenessMsMean: count === 0 ? 0 : latenessMs / count,
    gatewayAnswerMs: spreadOf(fromGateway),
    nodeAnswerMs: spreadOf(fromNode),
    buckets: histogram.buckets(),
    series: secondsOf(points),
    points: file,
  }
}

/** Enough for the tail at 99.5 %. */
const quantilePoints = 100

function spreadOf(values: readonly number[]): Spread {
  const count = values.length
  if (count === 0) return { count, mean: 0, cv: 0, quantiles: [] }
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count
  const sorted = Float64Array.from(values).sort()
  const points = Math.min(count, quantilePoints)
  const quantiles = Array.from(
    { length: points },
    (_, at) => sorted[Math.floor(((at + 0.5) / points) * count)]!,
  )
  return { count, mean, cv: mean === 0 ? 0 : Math.sqrt(variance) / mean, quantiles }
}

function secondsOf(points: readonly LoadPoint[]): LoadResult['series'] {
  const counts: number[] = []
  const sums: number[] = []
  for (const { sentMs, responseMs, status } of points) {
    if (status !== 200 || sentMs < 0) continue
    const second = Math.floor((sentMs + responseMs) / 1000)
    while (counts.length <= second) {
      counts.push(0)
      sums.push(0)
    }
    counts[second]!++
    sums[second]! += responseMs
  }
  return {
    throughput: counts,
    responseMean: sums.map((sum, second) => (counts[second] === 0 ? 0 : sum / counts[second]!)),
  }
}
