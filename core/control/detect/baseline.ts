import { log1p } from '#core/math/log1p.ts'
import { choice } from '#core/schema/choice.ts'
import { count, number } from '#core/schema/number.ts'

/** How a detector knows what is normal: told, or learned from its first values. */
export const baselineParameters = {
  mean: number({ default: 0, meaning: 'mean of normal values; counts when warmUp is 0' }),
  deviation: number({
    min: 1e-12,
    default: 1,
    meaning: 'standard deviation of normal values; counts when warmUp is 0',
  }),
  warmUp: count({
    max: 100_000,
    default: 100,
    meaning: 'first values, from which mean and deviation are learned; 0 takes those given',
  }),
  estimate: choice({
    values: ['robust', 'moments'],
    default: 'robust',
    meaning: 'how they are learned: median and median absolute deviation, or mean and standard deviation',
  }),
  transform: choice({
    values: ['none', 'log'],
    default: 'none',
    meaning: 'log takes log(1 + value) of values that are not negative: for skewed ones such as latencies',
  }),
} as const

export interface BaselineOptions {
  readonly mean: number
  readonly deviation: number
  readonly warmUp: number
  readonly estimate: 'robust' | 'moments'
  readonly transform: 'none' | 'log'
}

export interface Baseline {
  /** The value in deviations from the mean; nothing while it is being learned, or when it is missing. */
  standardised(value: number): number | undefined
  reset(): void
}

/** Makes the median absolute deviation of normal values their standard deviation: 1 / quantile(3/4) of the standard normal. */
const normalOfMad = 1.482602218505602

/**
 * A fixed picture of normal values. It never changes after the warm-up, so an alarm cannot move what it is measured against.
 *
 * Source      mean and deviation as in Montgomery, Introduction to Statistical Quality Control; median absolute deviation: Hampel, 1974
 * State       the values of the warm-up, until it ends
 * Cost        O(1) a value, and O(n log n) once at the end of a warm-up of n
 * Deviates    a deviation of 0 becomes 1e-9 of the mean, at least 1e-9: after a constant warm-up any change is an anomaly
 */
export function createBaseline(options: BaselineOptions): Baseline {
  const seen: number[] = []
  let isLearned = options.warmUp === 0
  let { mean, deviation } = options

  function learn(value: number): void {
    seen.push(value)
    if (seen.length < options.warmUp) return
    const found = options.estimate === 'robust' ? robust(seen) : moments(seen)
    mean = found.mean
    deviation = Math.max(found.deviation, 1e-9 * Math.max(1, Math.abs(mean)))
    isLearned = true
    seen.length = 0
  }

  return {
    standardised(raw) {
      if (!Number.isFinite(raw)) return undefined
      const value = options.transform === 'log' ? log1p(Math.max(0, raw)) : raw
      if (isLearned) return (value - mean) / deviation
      learn(value)
      return undefined
    },
    reset() {
      seen.length = 0
      isLearned = options.warmUp === 0
    },
  }
}

/** Median and scaled median absolute deviation; where more than half of the values are equal, the standard deviation. */
function robust(values: readonly number[]): { mean: number; deviation: number } {
  const centre = median(values)
  const deviation = normalOfMad * median(values.map((value) => Math.abs(value - centre)))
  return { mean: centre, deviation: deviation > 0 ? deviation : moments(values).deviation }
}

function moments(values: readonly number[]): { mean: number; deviation: number } {
  let mean = 0
  for (const value of values) mean += value / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) * (value - mean)
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
