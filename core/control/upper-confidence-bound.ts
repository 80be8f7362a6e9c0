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
import { number } from '#core/schema/number.ts'
import type { Arms } from './arms.ts'
import { bandit, discountField } from './bandit.ts'
import type { Control, ControlContext } from './control.ts'

const name = 'upper-confidence-bound'

export const upperConfidenceBound = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Auer, Cesa-Bianchi, Fischer 2002; Garivier, Moulines 2011', cost: 'O(choices)' },
  {
    exploration: number({ min: 0, default: Math.SQRT2, meaning: 'weight of the allowance' }),
    discount: discountField,
  },
  ({ exploration, discount }, context) => {
    const index = (arms: Arms) => {
      const allowance = exploration * arms.deviation() * Math.sqrt(log(Math.max(2, arms.total())))
      return (arm: number) => arms.mean(arm) + allowance / Math.sqrt(arms.weight(arm))
    }
    return bandit({ name, discount, index }, context)
  },
)
