import { invariant } from '#core/invariant.ts'
import { studentInterval, studentQuantile } from './interval.ts'

export interface StoppingRule {
  /** Relative error wanted, in (0, 1): |estimate - mean| / |mean|. */
  readonly precision: number
  /** Probability to reach it, in (0, 1). */
  readonly confidence: number
  /** Fewest replications, at least 2; the source advises 10. */
  readonly min: number
  /** Most replications: the cap. */
  readonly max: number
}

export interface StoppingDecision {
  /** Stop: the precision is met or the cap reached. */
  readonly isDone: boolean
  readonly isMet: boolean
  /** Replications to add before asking again, 0 when done. */
  readonly more: number
  /** Half-width of the interval / |mean|; Infinity while nothing is known. Met at precision / (1 + precision). */
  readonly halfWidthRatio: number
  /** Relative error that the values so far do guarantee at this confidence: how far it came when the cap stops it. */
  readonly precisionReached: number
  /** Replications in all that the precision would take if the variance stays as estimated. */
  readonly needed: number
}

/**
 * Whether the replications so far are enough, and how many to add if not. A half-width relative to the estimate understates the error
 * relative to the true mean, so it must fall to precision / (1 + precision).
 *
 * Source      Law, Simulation Modeling and Analysis, 5th edition, section 9.4.1: relative error, sequential procedure
 * Parameters  values: one a replication; rule: see StoppingRule
 * Cost        O(n + log needed)
 * Errors      min below 2, max below min, precision or confidence outside (0, 1)
 * Deviates    adds as many as the variance so far calls for, at most as many again as there are, where the source adds one at a
 *             time: parallel workers want batches, and it stops no earlier
 */
export function nextReplications(values: readonly number[], rule: StoppingRule): StoppingDecision {
  checkRule(rule)
  const count = values.length
  const target = rule.precision / (1 + rule.precision)
  const halfWidthRatio = halfWidthRatioOf(values, rule.confidence)
  const isMet = count >= rule.min && halfWidthRatio <= target
  const isDone = isMet || count >= rule.max
  const needed = isMet ? count : Math.max(rule.min, neededFor(target, halfWidthRatio, count, rule.confidence))
  const wanted = count < rule.min ? rule.min - count : Math.min(needed - count, count, rule.max - count)
  return {
    isDone,
    isMet,
    more: isDone ? 0 : wanted,
    halfWidthRatio,
    precisionReached: halfWidthRatio < 1 ? halfWidthRatio / (1 - halfWidthRatio) : Infinity,
    needed,
  }
}

function checkRule({ precision, confidence, min, max }: StoppingRule): void {
  invariant(precision > 0 && precision < 1, `precision in (0, 1), found ${precision}`)
  invariant(confidence > 0 && confidence < 1, `confidence in (0, 1), found ${confidence}`)
  invariant(min >= 2 && max >= min, `2 <= min <= max, found min ${min} and max ${max}`)
}

function halfWidthRatioOf(values: readonly number[], confidence: number): number {
  if (values.length < 2) return Infinity
  const { mean, high } = studentInterval(values, confidence)
  return high === mean ? 0 : (high - mean) / Math.abs(mean)
}

/** Smallest number of replications whose half-width meets the target with the variance of `count` of them. */
function neededFor(target: number, ratio: number, count: number, confidence: number): number {
  if (ratio <= target) return count
  if (!Number.isFinite(ratio)) return Infinity
  const quantileOf = (replications: number) => studentQuantile((1 + confidence) / 2, replications - 1)
  const scale = (ratio * Math.sqrt(count)) / quantileOf(count)
  let tooFew = count
  // Student's quantile falls with more replications, so the square-root law alone is an upper bound.
  let enough = Math.ceil(count * (ratio / target) ** 2)
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if ((scale * quantileOf(middle)) / Math.sqrt(middle) <= target) enough = middle
    else tooFew = middle
  }
  return enough
}
