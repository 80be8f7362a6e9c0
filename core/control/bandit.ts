import { ratio } from '#core/schema/number.ts'
import { choicesOf } from './action.ts'
import { type Arms, createArms } from './arms.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'

export const discountField = ratio({
  min: 0.5,
  default: 0.999,
  meaning: 'worth of a reward one period older; 1 forgets nothing',
})

export interface BanditRule {
  /** Of the policy, for its saved state. */
  readonly name: string
  /** Worth of a reward one period older, 0..1. */
  readonly discount: number
  /** How promising an arm is that was tried already; asked anew for each decision. */
  readonly index: (arms: Arms) => (arm: number) => number
}

/**
 * What every bandit does once a period: it learns the reward of its last choice and takes the choice with the highest index, those never
 * tried first. The rules differ in the index.
 *
 * State  weight, mean and squares of the rewards a choice
 * Cost   O(choices)
 */
export function bandit(
  { name, discount, index }: BanditRule,
  { features, actions }: ControlContext,
): Control {
  const arms = createArms(choicesOf(actions, name), discount)
  const design = { policy: name, features, actions }
  let last = -1
  return {
    decide(_, reward) {
      if (last >= 0 && Number.isFinite(reward)) arms.learn(last, reward)
      const indexOf = index(arms)
      last = arms.best((arm) => (arms.weight(arm) > 0 ? indexOf(arm) : Infinity))
      return last
    },
    interrupt() {
      last = -1
    },
    save: () => savedState(design, arms.parts),
    load(state) {
      loadState(design, arms.parts, state)
      last = -1
    },
    surprise: 0,
  }
}
