/**
 * The choice whose reward could still be the highest: its mean so far and an allowance for how seldom it was tried.
 *
 *   mean + exploration · spread · sqrt(ln N / n),  spread of all rewards
 *
 * Source      Auer, Cesa-Bianchi, Fischer, Machine Learning 47, 2002 (UCB1); discount: Garivier, Moulines, ALT 2011
 * Parameters  exploration, discount of older rewards
 * State       weight, mean and squares of the rewards a choice
 * Cost        O(choices)
 * Deviates    rewards need not lie in 0..1: the allowance is in units of the standard deviation of all rewards
 */

import { log } from '#core/math/log.ts'
import { policyFamily } from '#core/policy.ts'
import { number, ratio } from '#core/schema/number.ts'
import { choicesOf } from './action.ts'
import { createArms } from './arms.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'

const name = 'upper-confidence-bound'

export const upperConfidenceBound = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Auer, Cesa-Bianchi, Fischer 2002; Garivier, Moulines 2011', cost: 'O(choices)' },
  {
    exploration: number({ min: 0, default: Math.SQRT2, meaning: 'weight of the allowance' }),
    discount: ratio({
      min: 0.5,
      default: 0.999,
      meaning: 'worth of a reward one period older; 1 forgets nothing',
    }),
  },
  ({ exploration, discount }, { features, actions }) => {
    const arms = createArms(choicesOf(actions, name), discount)
    const parts = arms.parts
    let last = -1
    return {
      decide(_, reward) {
        if (last >= 0 && Number.isFinite(reward)) arms.learn(last, reward)
        const allowance = exploration * arms.deviation() * Math.sqrt(log(Math.max(2, arms.total())))
        last = arms.best((arm) =>
          arms.weight(arm) > 0 ? arms.mean(arm) + allowance / Math.sqrt(arms.weight(arm)) : Infinity,
        )
        return last
      },
      interrupt() {
        last = -1
      },
      save: () => savedState({ policy: name, features, actions }, parts),
      load(state) {
        loadState({ policy: name, features, actions }, parts, state)
        last = -1
      },
      surprise: 0,
    }
  },
)
