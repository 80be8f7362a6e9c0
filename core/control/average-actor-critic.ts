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
import { ratio } from '#core/schema/number.ts'
import type { Control, ControlContext } from './control.ts'
import { oneStepActorCritic, stepFields, traceFields } from './one-step-actor-critic.ts'

const name = 'average-actor-critic'

export const averageActorCritic = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Sutton, Barto 2018, section 13.6', cost: 'O(tilings · choices)' },
  {
    ...stepFields,
    averageStep: ratio({ default: 0.01, meaning: 'step of the average reward' }),
    ...traceFields,
  },
  (parameters, context) =>
    oneStepActorCritic(
      { name, discount: 1, decay: parameters.lambda, averageStep: parameters.averageStep },
      parameters,
      context,
    ),
)
