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
import type { Arms } from './arms.ts'
import { bandit, discountField } from './bandit.ts'
import type { Control, ControlContext } from './control.ts'

const name = 'thompson-sampling'

export const thompsonSampling = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Thompson 1933', cost: 'O(choices)' },
  {
    discount: discountField,
  },
  ({ discount }, context) => {
    const normal = standardNormal(context.random)
    const index = (arms: Arms) => {
      const deviation = arms.deviation()
      return (arm: number) => arms.mean(arm) + (deviation / Math.sqrt(arms.weight(arm))) * normal()
    }
    return bandit({ name, discount, index }, context)
  },
)
