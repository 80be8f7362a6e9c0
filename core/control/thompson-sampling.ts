/**
 * Each choice draws the reward it may have, from what is known of it; the highest draw is tried.
 *
 *   draw = mean + standard deviation / sqrt(n) · normal
 *
 * Source      Thompson, Biometrika 25, 1933; Russo, Van Roy, Kazerouni, Osband, Wen, A Tutorial on Thompson Sampling, 2018, section 4
 * Parameters  discount of older rewards
 * State       weight, mean and squares of the rewards a choice
 * Cost        O(choices)
 * Deviates    normal posterior with the deviation of all rewards taken as known; a choice never tried comes first
 */

import { standardNormal } from '#core/model/distribution.ts'
import { policyFamily } from '#core/policy.ts'
import { ratio } from '#core/schema/number.ts'
import { choicesOf } from './action.ts'
import { createArms } from './arms.ts'
import type { Control, ControlContext } from './control.ts'
import { loadState, savedState } from './control-state.ts'

const name = 'thompson-sampling'

export const thompsonSampling = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Thompson 1933', cost: 'O(choices)' },
  {
    discount: ratio({
      min: 0.5,
      default: 0.999,
      meaning: 'worth of a reward one period older; 1 forgets nothing',
    }),
  },
  ({ discount }, { features, actions, random }) => {
    const arms = createArms(choicesOf(actions, name), discount)
    const parts = arms.parts
    const normal = standardNormal(random)
    let last = -1
    return {
      decide(_, reward) {
        if (last >= 0 && Number.isFinite(reward)) arms.learn(last, reward)
        const deviation = arms.deviation()
        last = arms.best((arm) =>
          arms.weight(arm) > 0
            ? arms.mean(arm) + (deviation / Math.sqrt(arms.weight(arm))) * normal()
            : Infinity,
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
