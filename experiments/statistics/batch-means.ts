import { invariant } from '#core/invariant.ts'
import { type Interval, studentInterval } from './interval.ts'
import { mean } from './moments.ts'

export interface BatchMeans extends Omit<Interval, 'replications'> {
  readonly batches: number
  /** Observations a batch. */
  readonly batchSize: number
  /** Correlation of neighbouring batch means, estimated. */
  readonly lag1: number
  /** False when even quarters of the largest batches look correlated: the run is too short, the interval may be too narrow. */
  readonly isIndependent: boolean
}

/**
 * Mean of one long run in steady state with an interval that allows for correlation: neighbouring observations are averaged into
 * batches so long that their means are nearly independent.
 *
 * Batches double until a quarter of each passes the von Neumann test at level 0.1. Testing the quarters is what makes the
 * test sharp: correlation that they barely show is gone in batches four times as long.
 *
 * Source      von Neumann ratio and its normal limit: Fishman, Yarberry: An implementation of the batch means method. INFORMS J.
 *             Computing 9(3), 1997; correlation judged on finer batches than the interval: Law, Carson, Operations
 *             Research 27(5), 1979; doubling: Fishman, Management Science 24(5), 1978; ten
 *             batches suffice: Schmeiser, Operations Research 30(3), 1982
 * Parameters  values in the order observed, without warm-up, at least 40; confidence 0 to 1
 * Cost        O(n)
 * Errors      fewer than 40 values
 * Deviates    at most 2048 quarters are tested, so a batch holds 4 n / 2048 values at least; 10 to 512 batches result; observations
 *             that fill no batch are left out at the beginning, where warm-up may linger
 */
export function batchMeans(values: readonly number[], confidence = 0.95): BatchMeans {
  invariant(
    values.length >= 4 * BATCHES_MIN,
    `at least ${4 * BATCHES_MIN} values, found ${values.length}: one run this short has no interval`,
  )
  let quarterSize = Math.ceil(values.length / QUARTERS_MAX)
  let isIndependent = looksIndependent(meansOf(values, quarterSize))
  while (!isIndependent && values.length >= 8 * quarterSize * BATCHES_MIN) {
    quarterSize *= 2
    isIndependent = looksIndependent(meansOf(values, quarterSize))
  }
  const batchSize = 4 * quarterSize
  const means = meansOf(values, batchSize)
  const { mean, low, high, replications } = studentInterval(means, confidence)
  return { mean, low, high, batches: replications, batchSize, lag1: lag1Correlation(means), isIndependent }
}

const BATCHES_MIN = 10
const QUARTERS_MAX = 2048
/** Quantile 0.9 of the normal distribution: one-sided test at level 0.1. */
const NORMAL_QUANTILE = 1.2815515655446004

function meansOf(values: readonly number[], size: number): number[] {
  const count = Math.floor(values.length / size)
  const start = values.length - count * size
  return Array.from({ length: count }, (_, i) => mean(values.slice(start + i * size, start + (i + 1) * size)))
}

/** 1 - sum of squared steps / (2 sum of squares) is nearly normal with variance (n - 2) / (n^2 - 1) for independent values. */
function looksIndependent(means: readonly number[]): boolean {
  const n = means.length
  const { squares, steps } = spread(means)
  if (squares === 0) return true
  return (1 - steps / (2 * squares)) * Math.sqrt((n * n - 1) / (n - 2)) <= NORMAL_QUANTILE
}

function spread(means: readonly number[]): { squares: number; steps: number } {
  const centre = mean(means)
  let squares = 0
  let steps = 0
  for (let i = 0; i < means.length; i++) {
    squares += (means[i]! - centre) ** 2
    if (i > 0) steps += (means[i]! - means[i - 1]!) ** 2
  }
  return { squares, steps }
}

function lag1Correlation(means: readonly number[]): number {
  const centre = mean(means)
  let products = 0
  for (let i = 1; i < means.length; i++) products += (means[i]! - centre) * (means[i - 1]! - centre)
  const { squares } = spread(means)
  return squares === 0 ? 0 : products / squares
}
