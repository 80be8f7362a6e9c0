/**
 * One-step actor-critic with traces for the average reward: the right goal of a system that never ends.
 *
 *   delta = r - rbar + v(s') - v(s);  rbar += alpha_r delta
 *   z_w = lambda z_w + x(s);  w += alpha_w delta z_w;  z_theta = lambda z_theta + grad ln pi;  theta += alpha_theta delta z_theta
 *
 * Source      Sutton, Barto, Reinforcement Learning, 2nd ed. 2018, section 13.6, box "Actor-Critic with Eligibility Traces (continuing)"
 * Parameters  steps of critic, actor and average (the first two a tiling), lambda, tilings and tiles of the observation
 * State       weights and traces of both, the average reward; ControlState holds all but the traces
 * Cost        O(traces that are not 0): tilings · choices · ln(1e-9) / ln(lambda)
 * Deviates    one lambda for both traces
 */
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'
import type { Control, ControlContext } from './control.ts'
import { oneStepActorCritic } from './one-step-actor-critic.ts'

const name = 'average-actor-critic'

export const averageActorCritic = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Sutton, Barto 2018, section 13.6', cost: 'O(tilings · choices)' },
  {
    criticStep: ratio({ default: 0.1, meaning: 'step of the values, shared by the tilings' }),
    actorStep: ratio({ default: 0.01, meaning: 'step of the preferences, shared by the tilings' }),
    averageStep: ratio({ default: 0.01, meaning: 'step of the average reward' }),
    lambda: ratio({
      max: 0.999,
      default: 0.8,
      meaning: 'how far back a reward is credited; 0 is one period',
    }),
    tilings: count({ min: 1, max: 64, default: 8, meaning: 'grids over what is observed' }),
    tiles: count({ min: 1, max: 256, default: 8, meaning: 'tiles a feature and grid' }),
  },
  (parameters, context) =>
    oneStepActorCritic(
      { name, discount: 1, decay: parameters.lambda, averageStep: parameters.averageStep },
      parameters,
      context,
    ),
)
