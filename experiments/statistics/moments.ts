import { invariant } from '#core/invariant.ts'

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/**
 * Unbiased covariance of paired values, in two passes so that a large common mean costs no digits.
 *
 * Errors  fewer than two pairs, or lists of different length
 */
export function covariance(a: readonly number[], b: readonly number[]): number {
  invariant(a.length === b.length, `as many values in both lists, found ${a.length} and ${b.length}`)
  invariant(a.length >= 2, `at least two values, found ${a.length}`)
  const meanA = mean(a)
  const meanB = mean(b)
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - meanA) * (b[i]! - meanB)
  return sum / (a.length - 1)
}

/** Unbiased variance of at least two values. */
export const variance = (values: readonly number[]): number => covariance(values, values)

/** How many times smaller a technique made a variance: 1 when there was none to begin with, Infinity when it removed all. */
export function varianceRatio(plain: number, reduced: number): number {
  if (reduced > 0) return plain / reduced
  return plain > 0 ? Infinity : 1
}
