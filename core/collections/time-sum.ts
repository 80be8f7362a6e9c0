import { exp } from '#core/math/exp.ts'
import { log } from '#core/math/log.ts'
import type { Bytes, Ms } from '#core/units.ts'

/** Times that were measured: their number, sum and distribution. Sums of several nodes add up, and so do differences in time. */
export interface TimeSum {
  count: number
  sumMs: Ms
  sumBytes: Bytes
  /** How many times fell into each bucket of `bucketOf`. */
  readonly buckets: Record<string, number>
}

/** Buckets of an octave: times in one differ by at most 4.5 %. */
const perOctave = 16
/** Times below this, in ms, are in bucket 0. */
const finestMs = 0.001

export const timeSum = (): TimeSum => ({ count: 0, sumMs: 0, sumBytes: 0, buckets: {} })

export function addTime(sum: TimeSum, ms: Ms): void {
  sum.count++
  sum.sumMs += ms
  const bucket = bucketOf(ms)
  sum.buckets[bucket] = (sum.buckets[bucket] ?? 0) + 1
}

const bucketOf = (ms: Ms): number =>
  ms <= finestMs ? 0 : 1 + Math.floor((perOctave * log(ms / finestMs)) / Math.LN2)

/** The time in the middle of a bucket. */
export const bucketMs = (bucket: number): Ms =>
  bucket === 0 ? finestMs : finestMs * exp(((bucket - 0.5) / perOctave) * Math.LN2)

/** What was measured between two readings. */
export function timesBetween(before: TimeSum, after: TimeSum): TimeSum {
  const buckets: Record<string, number> = {}
  for (const [bucket, count] of Object.entries(after.buckets)) {
    const gained = count - (before.buckets[bucket] ?? 0)
    if (gained > 0) buckets[bucket] = gained
  }
  return {
    count: after.count - before.count,
    sumMs: after.sumMs - before.sumMs,
    sumBytes: after.sumBytes - before.sumBytes,
    buckets,
  }
}

/** Times at evenly spaced ranks, each standing for as many: the distribution in few numbers. Empty when nothing was measured. */
export function quantilesOf({ buckets }: TimeSum, points: number): Ms[] {
  const sorted = Object.entries(buckets)
    .map(([bucket, count]) => ({ bucket: Number(bucket), count }))
    .sort((a, b) => a.bucket - b.bucket)
  const total = sorted.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return []
  const quantiles: Ms[] = []
  let index = 0
  let passed = sorted[0]!.count
  for (let point = 0; point < points; point++) {
    while (passed <= ((point + 0.5) / points) * total && index < sorted.length - 1)
      passed += sorted[++index]!.count
    quantiles.push(bucketMs(sorted[index]!.bucket))
  }
  return quantiles
}
