import { cos, exp, log, log1p, sin } from '#core/math.ts'
import type { Random } from '#core/random.ts'
import type { Distribution } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/**
 * Draws times of a distribution with exactly the mean asked for.
 *
 * Source: inversion for the exponential (Devroye 1986, Non-Uniform Random Variate Generation, II.2.1); Box and Muller 1958 for the
 * normal under the lognormal; Erlang as a sum of exponential stages (Erlang 1917).
 * Parameters: meanMs >= 0; cv >= 0, for lognormal any, for erlang at most 1 with stages = round(1 / cv^2), at most 400.
 * Cost: one logarithm a draw, for lognormal one exponential more and half a sine, for erlang one draw more a stage.
 */
export function sampler(d: Distribution, random: Random): () => Ms {
  const mean = d.meanMs
  if (mean === 0) return () => 0
  if (d.shape === 'exponential') return () => -mean * log(random())
  if (d.shape === 'constant' || d.cv === 0) return () => mean
  return d.shape === 'lognormal' ? lognormal(mean, d.cv, random) : erlang(mean, d.cv, random)
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

function standardNormal(random: Random): () => number {
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
