import { exp } from '#core/math/exp.ts'
import { pow } from '#core/math/pow.ts'

const coefficients = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/**
 * The gamma function: gamma(n + 1) = n! and between.
 *
 * Source: Lanczos, SIAM J. Numerical Analysis 1, 1964, with g = 7 and nine terms (coefficients of Godfrey, 2001).
 * Parameters: x >= 0.5, up to 170. Error about 1e-14 of the value.
 */
export function gamma(x: number): number {
  let sum = coefficients[0]!
  for (let i = 1; i < coefficients.length; i++) sum += coefficients[i]! / (x - 1 + i)
  const t = x + 6.5
  // The power in two halves, so that it does not overflow before the exponential has made it small.
  const half = pow(t, (x - 0.5) / 2)
  return 2.5066282746310002 * half * exp(-t) * half * sum
}

/** Sum of 1/k up to n: the mean of the largest of n exponentials with mean 1. */
export function harmonic(n: number): number {
  let sum = 0
  for (let k = n; k >= 1; k--) sum += 1 / k
  return sum
}
