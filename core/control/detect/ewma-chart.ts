/**
 * Chart of the exponentially weighted mean: small lasting shifts add up until the mean leaves its limits.
 *
 *   z_t = lambda x_t + (1 - lambda) z_(t-1);  alarm when |z_t| > L sigma_z,  sigma_z^2 = lambda / (2 - lambda) (1 - (1 - lambda)^(2t))
 *
 * Source      Roberts, Technometrics 1, 1959; run lengths: Lucas, Saccucci, Technometrics 32, 1990
 * Parameters  lambda, limit L in deviations of z; limits with or without the start-up term; baseline
 * State       z, and (1 - lambda)^(2t)
 * Cost        O(1)
 * Deviates    after an alarm z goes on; a chart of the shop floor is stopped and set right
 */
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import { number, ratio } from '#core/schema/number.ts'
import type { Detect } from '../detect.ts'
import { baselineParameters, createBaseline } from './baseline.ts'

export const ewmaChart = policyFamily<undefined, Detect>('detect')(
  'ewma-chart',
  { source: 'Roberts 1959; Lucas, Saccucci 1990', cost: 'O(1)' },
  {
    lambda: ratio({ min: 0.001, default: 0.2, meaning: 'weight of a new value' }),
    limit: number({ min: 0.1, default: 2.962, meaning: 'half width L, in deviations of the weighted mean' }),
    limits: choice({
      values: ['exact', 'asymptotic'],
      default: 'exact',
      meaning: 'exact limits widen over the first values, asymptotic ones are wide from the start',
    }),
    ...baselineParameters,
  },
  (parameters) => {
    const { lambda, limit } = parameters
    const baseline = createBaseline(parameters)
    const asymptotic = lambda / (2 - lambda)
    let z = 0
    let start = 1
    return {
      observe(value) {
        const x = baseline.standardised(value)
        if (x === undefined) return 0
        z += lambda * (x - z)
        start *= (1 - lambda) * (1 - lambda)
        const variance = parameters.limits === 'exact' ? asymptotic * (1 - start) : asymptotic
        return Math.abs(z) / (limit * Math.sqrt(variance))
      },
      reset() {
        baseline.reset()
        z = 0
        start = 1
      },
    }
  },
)
