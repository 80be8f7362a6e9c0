import { exp } from '#core/math/exp.ts'
import { expm1 } from '#core/math/expm1.ts'
import { log } from '#core/math/log.ts'
import { pow } from '#core/math/pow.ts'
import { balancedPhases, erlangStages, paretoLow, weibullScale } from '#core/model/distribution.ts'
import { gamma } from '#core/model/gamma.ts'
import type { Distribution } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/** E[X], E[X^2] and E[X^3] in ms, ms^2 and ms^3; Infinity where the tail is too heavy. */
export interface Moments {
  readonly mean: Ms
  readonly second: number
  readonly third: number
}

/**
 * Exact moments of a random time.
 *
 * Source: Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions, 2nd ed. 1994; bounded Pareto: Harchol-Balter, Performance
 * Modeling and Design of Computer Systems, 2013, chapter 20.
 */
export function moments(d: Distribution): Moments {
  return { mean: momentOf(d, 1), second: momentOf(d, 2), third: momentOf(d, 3) }
}

/** Variance over squared mean, 0 for a constant and for a time that is always 0. */
export function squaredVariation(d: Distribution): number {
  const { mean, second } = moments(d)
  return mean === 0 ? 0 : second / (mean * mean) - 1
}

function momentOf(d: Distribution, n: 1 | 2 | 3): number {
  const power = pow(d.meanMs, n)
  switch (d.shape) {
    case 'constant':
      return power
    case 'exponential':
      return power * (n === 3 ? 6 : n)
    case 'lognormal':
      return power * pow(1 + d.cv * d.cv, (n * (n - 1)) / 2)
    case 'erlang':
      return power * erlangFactor(d.cv === 0 ? Infinity : erlangStages(d.cv), n)
    case 'hyperexponential':
      return hyperexponentialMoment(d, n)
    case 'pareto':
      return d.alpha! > n ? (d.alpha! * pow(paretoLow(d), n)) / (d.alpha! - n) : Infinity
    case 'bounded-pareto':
      return boundedParetoMoment({ alpha: d.alpha!, low: d.lowMs!, high: d.highMs! }, n)
    case 'weibull':
      return d.meanMs === 0 ? 0 : pow(weibullScale(d), n) * gamma(1 + n / d.k!)
    case 'uniform':
      return (pow(d.highMs!, n + 1) - pow(d.lowMs!, n + 1)) / ((n + 1) * (d.highMs! - d.lowMs!))
    case 'empirical':
      return empiricalMoment(d.values!, d.weights, n)
  }
}

function erlangFactor(stages: number, n: 1 | 2 | 3): number {
  let factor = 1
  for (let i = 1; i < n; i++) factor *= 1 + i / stages
  return factor
}

function hyperexponentialMoment(d: Distribution, n: 1 | 2 | 3): number {
  const { p, firstMs, secondMs } = balancedPhases(d)
  return (n === 3 ? 6 : n) * (p * pow(firstMs, n) + (1 - p) * pow(secondMs, n))
}

function boundedParetoMoment({ alpha, low, high }: { alpha: number; low: Ms; high: Ms }, n: number): number {
  const span = log(high / low)
  const scale = (alpha * pow(low, n)) / -expm1(-alpha * span)
  return n === alpha ? scale * span : (scale * expm1((n - alpha) * span)) / (n - alpha)
}

function empiricalMoment(values: readonly Ms[], weights: readonly number[] | undefined, n: number): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < values.length; i++) {
    const weight = weights?.[i] ?? 1
    sum += weight * pow(values[i]!, n)
    total += weight
  }
  return sum / total
}

/**
 * Laplace transform E[e^(-s X)], undefined where it has no short form.
 *
 * Source: Kleinrock, Queueing Systems I, 1975, appendix I.
 * Parameters: s >= 0 per ms.
 */
export function laplace(d: Distribution, s: number): number | undefined {
  const x = s * d.meanMs
  if (s === 0) return 1
  if (d.shape === 'constant') return exp(-x)
  if (d.shape === 'exponential') return 1 / (1 + x)
  if (d.shape === 'erlang') {
    if (d.cv === 0) return exp(-x)
    const stages = erlangStages(d.cv)
    return pow(1 + x / stages, -stages)
  }
  if (d.shape === 'hyperexponential') {
    const { p, firstMs, secondMs } = balancedPhases(d)
    return p / (1 + s * firstMs) + (1 - p) / (1 + s * secondMs)
  }
  if (d.shape !== 'uniform') return undefined
  return (exp(-s * d.lowMs!) * -expm1(-s * (d.highMs! - d.lowMs!))) / (s * (d.highMs! - d.lowMs!))
}
