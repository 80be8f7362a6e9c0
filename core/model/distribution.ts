import { exp } from '#core/math/exp.ts'
import { log } from '#core/math/log.ts'
import { log1p } from '#core/math/log1p.ts'
import { cos, sin } from '#core/math/sin-cos.ts'
import { gamma } from '#core/model/gamma.ts'
import type { Random } from '#core/random.ts'
import type { Distribution } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/** Shapes of a random time. */
export const distributionShapes = [
  'constant',
  'exponential',
  'lognormal',
  'erlang',
  'hyperexponential',
  'pareto',
  'bounded-pareto',
  'weibull',
  'uniform',
  'empirical',
] as const

export type DistributionShape = (typeof distributionShapes)[number]

/**
 * Draws times of a distribution with exactly the mean asked for.
 *
 * Source: inversion (Devroye 1986, Non-Uniform Random Variate Generation, II.2.1) for exponential, pareto, bounded-pareto, weibull,
 * uniform, empirical and, phase by phase, hyperexponential; Box and Muller 1958 for the normal under the lognormal; Erlang as a sum
 * of exponential stages (Erlang 1917).
 * Parameters: meanMs >= 0; cv >= 0, for lognormal any, for erlang at most 1 with stages = round(1 / cv^2), at most 400; pareto
 * x = low u^(-1/alpha) with low = mean (alpha - 1) / alpha where only the mean is given; weibull x = scale (-ln u)^(1/k).
 * Cost: one uniform a draw, so that compared systems stay aligned, but two for two lognormals and one a stage for erlang; at most two
 * logarithms and one exponential, for lognormal half a sine more, for empirical a binary search.
 */
export function sampler(d: Distribution, random: Random): () => Ms {
  const mean = d.meanMs
  if (mean === 0) return () => 0
  if (d.shape === 'exponential') return () => -mean * log(random())
  if (d.shape === 'constant') return () => mean
  if (d.shape === 'lognormal' || d.shape === 'erlang') {
    if (d.cv === 0) return () => mean
    return d.shape === 'lognormal' ? lognormal(mean, d.cv, random) : erlang(mean, d.cv, random)
  }
  if (d.shape === 'hyperexponential') return hyperexponential(d, random)
  if (d.shape === 'pareto') return pareto(paretoLow(d), d.alpha!, random)
  if (d.shape === 'bounded-pareto') return boundedPareto(d, random)
  if (d.shape === 'weibull') return weibull(weibullScale(d), d.k!, random)
  if (d.shape === 'empirical') return empirical(d.values!, d.weights, random)
  const width = d.highMs! - d.lowMs!
  return () => d.lowMs! + width * random()
}

/** One of two exponential phases. */
export interface Phases {
  /** Share of the first. */
  readonly p: number
  readonly firstMs: Ms
  readonly secondMs: Ms
}

/**
 * Phases of the hyperexponential with balanced means: each phase has half of the time in all.
 *
 * p = (1 + sqrt((c^2 - 1) / (c^2 + 1))) / 2, means m / (2p) and m / (2 (1 - p)).
 *
 * Source: Morse 1958; Tijms, A First Course in Stochastic Models, 2003, appendix B.
 */
export function balancedPhases(d: Distribution): Phases {
  const square = d.cv * d.cv
  const p = d.p ?? (1 + Math.sqrt((square - 1) / (square + 1))) / 2
  return { p, firstMs: d.meanMs / (2 * p), secondMs: d.meanMs / (2 * (1 - p)) }
}

/** Least value of a Pareto distribution, given or from its mean. */
export const paretoLow = (d: Distribution): Ms => d.lowMs ?? (d.meanMs * (d.alpha! - 1)) / d.alpha!

/** Scale of a Weibull distribution: mean / Gamma(1 + 1/k). */
export const weibullScale = (d: Distribution): Ms => d.meanMs / gamma(1 + 1 / d.k!)

function hyperexponential(d: Distribution, random: Random): () => Ms {
  const { p, firstMs, secondMs } = balancedPhases(d)
  // What is left of the uniform inside its phase is uniform again.
  return () => {
    const u = random()
    return u < p ? -firstMs * log(u / p) : -secondMs * log((1 - u) / (1 - p))
  }
}

const pareto = (low: Ms, alpha: number, random: Random) => () => low * exp(-log(random()) / alpha)

function boundedPareto(d: Distribution, random: Random): () => Ms {
  const low = d.lowMs!
  const mass = 1 - exp(d.alpha! * log(low / d.highMs!))
  return () => low * exp(-log1p(-mass * random()) / d.alpha!)
}

const weibull = (scale: Ms, k: number, random: Random) => () => scale * exp(log(-log(random())) / k)

function empirical(values: readonly Ms[], weights: readonly number[] | undefined, random: Random): () => Ms {
  const cumulative = new Float64Array(values.length)
  let total = 0
  for (let i = 0; i < values.length; i++) {
    total += weights?.[i] ?? 1
    cumulative[i] = total
  }
  return () => {
    const u = total * random()
    let low = 0
    let high = values.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (cumulative[middle]! > u) high = middle
      else low = middle + 1
    }
    return values[low]!
  }
}

/** Stages of the Erlang distribution nearest to a coefficient of variation (cv = 1 / sqrt(stages)). */
export function erlangStages(cv: number): number {
  return Math.max(1, Math.min(400, Math.round(1 / (cv * cv))))
}

function erlang(mean: number, cv: number, random: Random): () => Ms {
  const stages = erlangStages(cv)
  const scale = -mean / stages
  return () => {
    let logarithm = 0
    let product = 1
    for (let stage = 1; stage <= stages; stage++) {
      product *= random()
      // A draw is at least 2^-33: thirty of them stay far above the smallest double.
      if (stage % 30 === 0 || stage === stages) {
        logarithm += log(product)
        product = 1
      }
    }
    return scale * logarithm
  }
}

/** exp(mu + sigma Z) with sigma^2 = log(1 + cv^2) and mu = log(mean) - sigma^2 / 2, so that mean and cv are those asked for. */
function lognormal(mean: number, cv: number, random: Random): () => Ms {
  const variance = log1p(cv * cv)
  const sigma = Math.sqrt(variance)
  const median = mean * exp(-variance / 2)
  const normal = standardNormal(random)
  return () => median * exp(sigma * normal())
}

/** Draws of the standard normal. Source: Box, Muller, Annals of Mathematical Statistics 29, 1958. */
export function standardNormal(random: Random): () => number {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    const radius = Math.sqrt(-2 * log(random()))
    const angle = 2 * Math.PI * random()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}
