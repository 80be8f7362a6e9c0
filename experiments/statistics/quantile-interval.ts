import { invariant } from '#core/invariant.ts'
import { type Interval, studentInterval } from './interval.ts'
import { ascending, quantile } from './quantile.ts'

export interface QuantileInterval {
  readonly estimate: number
  /** -Infinity when there are too few values for a lower bound. */
  readonly low: number
  /** Infinity when there are too few values for an upper bound. */
  readonly high: number
  /** Ranks of the bounds in ascending order from 1; 0 and n + 1 stand for no bound. */
  readonly lowRank: number
  readonly highRank: number
  /** Exact probability that the interval holds the quantile of a continuous distribution; of a discrete one it is at least this. */
  readonly coverage: number
}

/**
 * Interval of a quantile of independent, identically distributed values, whatever their distribution: two order statistics whose
 * ranks leave at most (1 - confidence) / 2 on either side.
 *
 *     P(X_(r) <= quantile <= X_(s)) = P(r <= B <= s - 1)      B binomial with n trials and chance p
 *
 * Source      Conover, Practical Nonparametric Statistics, 3rd edition, section 3.2
 * Parameters  values of one run may be correlated and then do not qualify: see replicatedQuantileInterval; p and confidence in (0, 1)
 * Cost        O(n log n), two arrays of n numbers
 * Errors      no values; p or confidence outside (0, 1)
 */
export function quantileInterval(values: readonly number[], p: number, confidence = 0.95): QuantileInterval {
  invariant(confidence > 0 && confidence < 1, `confidence in (0, 1), found ${confidence}`)
  const n = values.length
  const sorted = ascending(values)
  const masses = binomialMasses(n, p)
  const tail = (1 - confidence) / 2
  let lowRank = 0
  let below = 0
  while (lowRank < n && below + masses[lowRank]! <= tail) below += masses[lowRank++]!
  let highRank = n + 1
  let above = 0
  while (highRank > lowRank + 1 && above + masses[highRank - 1]! <= tail) above += masses[--highRank]!
  return {
    estimate: quantile(sorted, p),
    low: sorted[lowRank - 1] ?? -Infinity,
    high: sorted[highRank - 1] ?? Infinity,
    lowRank,
    highRank,
    coverage: 1 - below - above,
  }
}

/**
 * Interval of a quantile from independent replications: Student's interval over the quantile of each. Values within a replication may be
 * correlated. The quantile of a short replication is biased, and replications do not average that away: make them long.
 *
 * Source  Law, Simulation Modeling and Analysis, 5th edition, section 9.4.2
 * Errors  a replication without values
 */
export const replicatedQuantileInterval = (
  replications: readonly (readonly number[])[],
  p: number,
  confidence = 0.95,
): Interval =>
  studentInterval(
    replications.map((values) => quantile(ascending(values), p)),
    confidence,
  )

/** P(B = 0) .. P(B = n), by ratios outward from the most likely count, so that nothing overflows and the far tails fade to 0. */
function binomialMasses(n: number, p: number): Float64Array {
  invariant(p > 0 && p < 1, `p in (0, 1), found ${p}`)
  const masses = new Float64Array(n + 1)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const odds = p / (1 - p)
  masses[mode] = 1
  for (let k = mode; k < n; k++) masses[k + 1] = ((masses[k]! * (n - k)) / (k + 1)) * odds
  for (let k = mode; k > 0; k--) masses[k - 1] = (masses[k]! * k) / (n - k + 1) / odds
  let sum = 0
  for (const mass of masses) sum += mass
  return masses.map((mass) => mass / sum)
}
