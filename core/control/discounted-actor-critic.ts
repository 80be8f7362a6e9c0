/**
 * One-step actor-critic with traces for the discounted reward: what comes later counts for less.
 *
 *   delta = r + gamma v(s') - v(s)
 *   z_w = gamma lambda z_w + x(s);  w += alpha_w delta z_w;  z_theta = gamma lambda z_theta + grad ln pi;  theta += alpha_theta delta z_theta
 *
 * Source      Sutton, Barto, Reinforcement Learning, 2nd ed. 2018, section 13.5, box "Actor-Critic with Eligibility Traces (episodic)"
 * Parameters  steps of critic and actor (a tiling), discount gamma, lambda, tilings and tiles of the observation
 * State       weights and traces of both; ControlState holds the weights
 * Cost        O(traces that are not 0): tilings · choices · ln(1e-9) / ln(gamma lambda)
 * Deviates    continuing, so the factor I = gamma^t of the book is left out: it would end all learning; one lambda for both traces
 */
import { policyFamily } from '#core/policy.ts'
import { ratio } from '#core/schema/number.ts'
import type { Control, ControlContext } from './control.ts'
import { oneStepActorCritic, stepFields, traceFields } from './one-step-actor-critic.ts'

const name = 'discounted-actor-critic'

export const discountedActorCritic = policyFamily<ControlContext, Control>('control')(
  name,
  { source: 'Sutton, Barto 2018, section 13.5', cost: 'O(tilings · choices)' },
  {
    ...stepFields,
    discount: ratio({ max: 0.9999, default: 0.95, meaning: 'worth of a reward one period later' }),
    ...traceFields,
  },
  (parameters, context) =>
    oneStepActorCritic(
      {
        name,
        discount: parameters.discount,
        decay: parameters.discount * parameters.lambda,
        averageStep: undefined,
      },
      parameters,
      context,
    ),
)
