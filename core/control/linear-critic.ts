import { eligibility } from './eligibility.ts'

export interface LinearCritic {
  readonly weights: Float64Array
  /** v(x) = w · x, for the tiles that are active in x. */
  value(active: Int32Array): number
  /** z := decay z + x */
  remember(active: Int32Array, decay: number): void
  /** w := w + step z, where step is alpha delta */
  learn(step: number): void
  forget(): void
}

/**
 * The value of what is observed, learned by TD(lambda): a sum of weights, one of each active tile.
 *
 * Source  Sutton, Barto 2018, section 12.2, semi-gradient TD(lambda), equations 12.5 to 12.7
 * Cost    O(active tiles), learning O(traces that are not 0)
 */
export function linearCritic(size: number): LinearCritic {
  const weights = new Float64Array(size)
  const traces = eligibility(size)
  return {
    weights,
    value(active) {
      let sum = 0
      for (const tile of active) sum += weights[tile]!
      return sum
    },
    remember(active, decay) {
      traces.decay(decay)
      for (const tile of active) traces.add(tile, 1)
    },
    learn: (step) => traces.apply(weights, step),
    forget: () => traces.clear(),
  }
}
