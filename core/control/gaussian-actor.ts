import { exp } from '#core/math/exp.ts'
import { log } from '#core/math/log.ts'
import { standardNormal } from '#core/model/distribution.ts'
import type { Random } from '#core/random.ts'
import type { Actor } from './actor.ts'
import { eligibility } from './eligibility.ts'

/**
 * Gradient of ln of the normal density at an action, for its mean and for the logarithm of its standard deviation.
 *
 * Source  Sutton, Barto 2018, section 13.7 (exercise 13.4): (a - mu) / sigma^2 and (a - mu)^2 / sigma^2 - 1
 */
export function gaussianGradient({
  mean,
  deviation,
  action,
}: {
  readonly mean: number
  readonly deviation: number
  readonly action: number
}): { readonly ofMean: number; readonly ofLogDeviation: number } {
  const distance = (action - mean) / deviation
  return { ofMean: distance / deviation, ofLogDeviation: distance * distance - 1 }
}

/** Standard deviations of the number as shares of half its range: at the start, and bounds. */
const deviationStart = 0.5
const deviationMin = 0.02
const deviationMax = 1

/**
 * Draws a number from a normal whose mean and logarithm of the standard deviation are sums of weights of the active tiles.
 *
 * Source    Sutton, Barto 2018, equations 13.19 to 13.21
 * Shape     weights [2 × tiles]: those of the mean, then those of the logarithm
 * Cost      O(active tiles)
 * Deviates  the range of the number is -1 to 1 inside; draws beyond it act as its end and are learned as drawn; the deviation is
 *           bounded, 2 % to 100 % of half the range, so that the steps, which grow as its inverse square, stay finite
 */
export function gaussianActor({
  low,
  high,
  size,
  random,
}: {
  readonly low: number
  readonly high: number
  readonly size: number
  readonly random: Random
}): Actor {
  const weights = new Float64Array(2 * size)
  const traces = eligibility(2 * size)
  const normal = standardNormal(random)
  const logStart = log(deviationStart)
  let chosenTiles = new Int32Array(0)
  let gradient = { ofMean: 0, ofLogDeviation: 0 }

  const sum = (active: Int32Array, from: number) => {
    let total = 0
    for (const tile of active) total += weights[from + tile]!
    return total
  }
  const shape = (active: Int32Array) => ({
    mean: Math.max(-1, Math.min(1, sum(active, 0))),
    deviation: Math.max(deviationMin, Math.min(deviationMax, exp(logStart + sum(active, size)))),
  })
  const outside = (value: number) => low + ((Math.max(-1, Math.min(1, value)) + 1) / 2) * (high - low)

  return {
    weights,
    choose(active) {
      const { mean, deviation } = shape(active)
      const action = mean + deviation * normal()
      chosenTiles = active.slice()
      gradient = gaussianGradient({ mean, deviation, action })
      return outside(action)
    },
    remember(decay) {
      traces.decay(decay)
      for (const tile of chosenTiles) {
        traces.add(tile, gradient.ofMean)
        traces.add(size + tile, gradient.ofLogDeviation)
      }
    },
    learn: (step) => traces.apply(weights, step),
    forget: () => traces.clear(),
    tendency(active) {
      const { mean, deviation } = shape(active)
      return [outside(mean), (deviation * (high - low)) / 2]
    },
  }
}
