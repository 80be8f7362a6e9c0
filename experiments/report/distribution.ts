import type { Bucket } from '#core/collections/histogram.ts'
import type { Point } from './plot.ts'

/** Share of values in bins of equal width up to the 99.5th percentile, from the fine buckets of a histogram. */
export function binned(buckets: readonly Bucket[], bins = 40): Point[] {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return []
  let seen = 0
  const last = buckets.find(({ count }) => {
    seen += count
    return seen >= 0.995 * total
  })!
  const width = last.high / bins
  const shares = new Float64Array(bins)
  for (const { low, high, count } of buckets) {
    const bin = Math.floor((low + high) / 2 / width)
    if (bin < bins) shares[bin]! += count / total
  }
  return [...shares].map((y, bin) => ({ x: bin * width, y }))
}

/** Distribution function at up to 200 of its steps. */
export function cumulative(buckets: readonly Bucket[]): Point[] {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  const every = Math.max(1, Math.floor(buckets.length / 200))
  let seen = 0
  return buckets.flatMap(({ high, count }, index) => {
    seen += count
    return index % every === 0 || index === buckets.length - 1 ? [{ x: high, y: seen / total }] : []
  })
}
