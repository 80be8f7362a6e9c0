import { erf } from 'mathjs'
import { invariant } from '#core/invariant.ts'
import { ascending } from './quantile.ts'

/** How far a sample is from a distribution. */
export interface GoodnessOfFit {
  /** Largest vertical distance between the two distribution functions, 0 to 1. */
  readonly distance: number
  /** Probability of a distance at least as large if the distribution were the true one. */
  readonly pValue: number
}

/**
 * The test of a distribution that was known before the sample.
 *
 * Source      Kolmogorov 1933; Stephens: Use of the Kolmogorov-Smirnov, Cramer-von Mises and related statistics without extensive tables.
 *             Journal of the Royal Statistical Society B 32(1), 1970 (correction for small samples)
 * Parameters  sorted ascending; distribution function of the hypothesis
 * Cost        O(n)
 * Errors      no values
 */
export function kolmogorovSmirnov(
  sorted: ArrayLike<number>,
  distribution: (x: number) => number,
): GoodnessOfFit {
  const distance = ksDistance(sorted, distribution)
  const root = Math.sqrt(sorted.length)
  return { distance, pValue: limitTail(distance * (root + 0.12 + 0.11 / root)) }
}

/** Largest distance between the empirical distribution function of ascending values and another one, on both sides of each step. */
export function ksDistance(sorted: ArrayLike<number>, distribution: (x: number) => number): number {
  const n = sorted.length
  invariant(n > 0, 'at least one value, found none')
  let distance = 0
  for (let i = 0; i < n; i++) {
    const expected = distribution(sorted[i]!)
    distance = Math.max(distance, expected - i / n, (i + 1) / n - expected)
  }
  return distance
}

/**
 * The test of an exponential distribution whose mean comes from the same sample. The plain test would hardly ever reject.
 *
 * Source    Lilliefors, Journal of the American Statistical Association 64, 1969; Stephens, ibid. 69, 1974, table 1A, case 4
 * Deviates  p-values between and beyond the table's are interpolated: ln p is taken as linear in the square of the statistic
 */
export function ksExponential(values: Float64Array): GoodnessOfFit & { readonly mean: number } {
  const sorted = values.slice().sort()
  const n = sorted.length
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n
  const distance = ksDistance(sorted, (x) => -Math.expm1(-x / mean))
  const modified = (distance - 0.2 / n) * (Math.sqrt(n) + 0.26 + 0.5 / Math.sqrt(n))
  return { mean, distance, pValue: tabulatedTail(modified, exponentialTable) }
}

/**
 * The test of a normal distribution whose mean and variance come from the same sample; with logarithms, of a lognormal one.
 *
 * Source    Lilliefors, Journal of the American Statistical Association 62, 1967; Stephens, ibid. 69, 1974, table 1A, case 3
 * Errors    fewer than two values
 * Deviates  p-values as for the exponential
 */
export function ksNormal(
  values: readonly number[] | Float64Array,
): GoodnessOfFit & { readonly mean: number; readonly deviation: number } {
  const sorted = values instanceof Float64Array ? values.slice().sort() : ascending(values)
  const n = sorted.length
  invariant(n >= 2, `at least two values, found ${n}`)
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const distance = ksDistance(sorted, (x) => normalDistribution((x - mean) / deviation))
  const modified = distance * (Math.sqrt(n) - 0.01 + 0.85 / Math.sqrt(n))
  return { mean, deviation, distance, pValue: tabulatedTail(modified, normalTable) }
}

/** All values equal give a deviation of 0; such a sample is a step at its mean. */
const normalDistribution = (z: number): number => (Number.isNaN(z) ? 0.5 : (1 + erf(z / Math.SQRT2)) / 2)

/** Kolmogorov's limit 2 sum (-1)^(k-1) exp(-2 k^2 x^2); below 0.2 it is 1 to all digits. */
function limitTail(x: number): number {
  if (x < 0.2) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * x * x)
    sum += k % 2 === 1 ? term : -term
    if (term < 1e-16) break
  }
  return Math.min(1, Math.max(0, 2 * sum))
}

type Table = readonly (readonly [statistic: number, pValue: number])[]

const exponentialTable: Table = [
  [0.926, 0.15],
  [0.99, 0.1],
  [1.094, 0.05],
  [1.19, 0.025],
  [1.308, 0.01],
]

const normalTable: Table = [
  [0.775, 0.15],
  [0.819, 0.1],
  [0.895, 0.05],
  [0.955, 0.025],
  [1.035, 0.01],
]

function tabulatedTail(statistic: number, table: Table): number {
  const above = table.findIndex(([tabulated]) => tabulated >= statistic)
  const right = above < 0 ? table.length - 1 : Math.max(1, above)
  const [fromX, fromP] = table[right - 1]!
  const [toX, toP] = table[right]!
  const slope = Math.log(toP / fromP) / (toX ** 2 - fromX ** 2)
  return Math.min(1, fromP * Math.exp(slope * (statistic ** 2 - fromX ** 2)))
}
