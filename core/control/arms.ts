import type { Part } from './control-state.ts'

export interface Arms {
  /** Takes a reward of an arm; all older rewards of all arms lose worth. */
  learn(arm: number, reward: number): void
  /** How many rewards an arm had, older ones counting for less. */
  weight(arm: number): number
  mean(arm: number): number
  total(): number
  /** Standard deviation of the rewards around the means of their arms; 1 while nothing is known of it. */
  deviation(): number
  /** The arm with the highest index, the first of equals. */
  best(index: (arm: number) => number): number
  readonly parts: readonly Part[]
}

/**
 * Rewards of the arms of a bandit, with exponentially discounted weights.
 *
 * Source  Garivier, Moulines, ALT 2011, section 2.1 (discounted means)
 * Cost    O(arms)
 */
export function createArms(arms: number, discount: number): Arms {
  const weights = new Float64Array(arms)
  const sums = new Float64Array(arms)
  const squares = new Float64Array(arms)
  const mean = (arm: number) => sums[arm]! / weights[arm]!
  const total = () => weights.reduce((sum, weight) => sum + weight, 0)
  return {
    learn(arm, reward) {
      for (let one = 0; one < arms; one++) {
        weights[one]! *= discount
        sums[one]! *= discount
        squares[one]! *= discount
      }
      weights[arm]! += 1
      sums[arm]! += reward
      squares[arm]! += reward * reward
    },
    weight: (arm) => weights[arm]!,
    mean,
    total,
    deviation() {
      let around = 0
      for (let arm = 0; arm < arms; arm++)
        if (weights[arm]! > 0) around += Math.max(0, squares[arm]! - sums[arm]! * mean(arm))
      return around > 0 ? Math.sqrt(around / total()) : 1
    },
    best(index) {
      let best = 0
      let highest = Number.NEGATIVE_INFINITY
      for (let arm = 0; arm < arms; arm++) {
        const found = index(arm)
        if (found <= highest) continue
        highest = found
        best = arm
      }
      return best
    },
    parts: [
      { name: 'weights', values: weights },
      { name: 'sums', values: sums },
      { name: 'squares', values: squares },
    ],
  }
}
