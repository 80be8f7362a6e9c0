import { invariant } from '#core/invariant.ts'

/**
 * Quantile p of ascending values: the smallest of them that at least the share p does not exceed.
 *
 * Source      Law, Simulation Modeling and Analysis, 5th edition, section 9.4.2; type 1 of Hyndman and Fan, American Statistician 50(4), 1996
 * Parameters  p 0 to 1
 * Errors      no values
 */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  invariant(ascending.length > 0, 'at least one value, found none')
  // 100 * 0.07 is a little more than 7 in doubles: without the allowance the rank would be 8.
  const rank = Math.ceil(ascending.length * p - 1e-9)
  return ascending[Math.min(Math.max(rank, 1), ascending.length) - 1]!
}

/** The same values in ascending order; a typed array sorts several times faster than one with a comparator. */
export const ascending = (values: readonly number[]): Float64Array => Float64Array.from(values).sort()

/** The middle of values in any order. Errors: no values. */
export const median = (values: readonly number[]): number => quantile(ascending(values), 0.5)
