import { exp } from '#core/math/exp.ts'
import type { Random } from '#core/random.ts'
import type { Actor } from './actor.ts'
import { eligibility } from './eligibility.ts'

/**
 * Chooses with probability e^h(a) / sum of e^h(b); the preference h of a choice is the sum of its weights of the active tiles.
 *
 *   grad ln pi(a) of the weights of choice b = (1 if a = b else 0) - pi(b), at the active tiles
 *
 * Source  Sutton, Barto 2018, equations 13.2, 13.3 and 13.9
 * Shape   weights [choices × tiles]
 * Cost    O(choices · active tiles)
 */
export function softmaxActor({
  choices,
  size,
  random,
}: {
  readonly choices: number
  readonly size: number
  readonly random: Random
}): Actor {
  const weights = new Float64Array(choices * size)
  const traces = eligibility(choices * size)
  const chances = new Float64Array(choices)
  let chosenTiles = new Int32Array(0)
  let chosen = 0

  function computeChances(active: Int32Array): void {
    let highest = Number.NEGATIVE_INFINITY
    for (let choice = 0; choice < choices; choice++) {
      let preference = 0
      for (const tile of active) preference += weights[choice * size + tile]!
      chances[choice] = preference
      highest = Math.max(highest, preference)
    }
    let sum = 0
    for (let choice = 0; choice < choices; choice++) {
      chances[choice] = exp(chances[choice]! - highest)
      sum += chances[choice]!
    }
    for (let choice = 0; choice < choices; choice++) chances[choice]! /= sum
  }

  return {
    weights,
    choose(active) {
      computeChances(active)
      chosenTiles = active.slice()
      chosen = 0
      let left = random() - chances[0]!
      while (left > 0 && chosen < choices - 1) left -= chances[++chosen]!
      return chosen
    },
    remember(decay) {
      traces.decay(decay)
      for (let choice = 0; choice < choices; choice++) {
        const gradient = (choice === chosen ? 1 : 0) - chances[choice]!
        for (const tile of chosenTiles) traces.add(choice * size + tile, gradient)
      }
    },
    learn: (step) => traces.apply(weights, step),
    forget: () => traces.clear(),
    tendency(active) {
      // The chances of the choice made last are still needed by `remember`.
      const kept = chances.slice()
      computeChances(active)
      const told = Array.from(chances)
      chances.set(kept)
      return told
    },
  }
}
