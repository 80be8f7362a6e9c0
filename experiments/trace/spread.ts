import type { GoodnessOfFit } from '../statistics/kolmogorov-smirnov.ts'
import { ksExponential, ksNormal } from '../statistics/kolmogorov-smirnov.ts'
import { quantile } from '../statistics/quantile.ts'
import { type Estimate, estimate } from './estimate.ts'

/** How positive values spread: fitted distributions, each tested, and the one that serves. */
export interface Spread {
  readonly samples: number
  /** Of the values themselves. */
  readonly mean: Estimate
  readonly cv: Estimate
  readonly exponential: GoodnessOfFit & { readonly mean: number }
  readonly lognormal: GoodnessOfFit & { readonly mean: Estimate; readonly cv: Estimate }
  /** The fitted one that serves, `empirical` when both are rejected and further off than a fiftieth. */
  readonly shape: 'exponential' | 'lognormal' | 'empirical'
  /** Values in the middle of a hundred equal shares: an empirical distribution of a bearable length. */
  readonly middles: readonly number[]
  readonly quantiles: Readonly<Record<'p05' | 'p25' | 'p50' | 'p75' | 'p95' | 'p99', number>>
}

const middles = 100

/** A rejected distribution still serves when it is nowhere further off than this: long logs reject every formula. */
export const closeDistance = 0.02

/**
 * Fits an exponential and a lognormal distribution by maximum likelihood.
 *
 * Source      lognormal: Crow, Shimizu: Lognormal Distributions, 1988, section 2.2 (estimates and their variances, delta method);
 *             coefficient of variation of a sample: Cramer, Mathematical Methods of Statistics, 1946, section 27.7
 * Parameters  values above 0
 * Cost        O(n log n)
 * Errors      undefined for fewer than ten values, of which no shape can be told
 */
export function fitSpread(values: Float64Array): Spread | undefined {
  const samples = values.length
  if (samples < 10) return undefined
  const sorted = values.slice().sort()
  const exponential = ksExponential(sorted)
  const lognormal = fitLognormal(sorted)
  const at = (p: number) => quantile(sorted, p)
  return {
    samples,
    ...momentsOf(sorted),
    exponential,
    lognormal,
    shape: serving(exponential, lognormal),
    middles: Array.from({ length: middles }, (_, share) => at((share + 0.5) / middles)),
    quantiles: { p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), p99: at(0.99) },
  }
}

function serving(exponential: GoodnessOfFit, lognormal: GoodnessOfFit): Spread['shape'] {
  const serves = ({ pValue, distance }: GoodnessOfFit) => pValue >= 0.05 || distance <= closeDistance
  const isExponentialNearer = exponential.distance <= lognormal.distance
  if (serves(exponential) && (isExponentialNearer || !serves(lognormal))) return 'exponential'
  return serves(lognormal) ? 'lognormal' : 'empirical'
}

function fitLognormal(sorted: Float64Array): Spread['lognormal'] {
  const n = sorted.length
  const { mean: mu, deviation: sigma, distance, pValue } = ksNormal(sorted.map(Math.log))
  const variance = sigma ** 2
  const mean = Math.exp(mu + variance / 2)
  const cv = Math.sqrt(Math.expm1(variance))
  const cvSlope = cv === 0 ? 1 : (sigma * Math.exp(variance)) / cv
  return {
    mean: estimate(mean, mean * Math.sqrt(variance / n + variance ** 2 / (2 * n)), n),
    cv: estimate(cv, (cvSlope * sigma) / Math.sqrt(2 * n), n),
    distance,
    pValue,
  }
}

function momentsOf(values: Float64Array): { mean: Estimate; cv: Estimate } {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  let second = 0
  let third = 0
  let fourth = 0
  for (const value of values) {
    const off = value - mean
    second += off ** 2 / n
    third += off ** 3 / n
    fourth += off ** 4 / n
  }
  const cv = Math.sqrt(second) / mean
  const cvVariance =
    second === 0
      ? 0
      : (cv ** 2 / n) * ((fourth - second ** 2) / (4 * second ** 2) + cv ** 2 - third / (second * mean))
  return {
    mean: estimate(mean, Math.sqrt(second / n), n),
    cv: estimate(cv, Math.sqrt(Math.max(0, cvVariance)), n),
  }
}
