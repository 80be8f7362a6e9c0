/**
 * Two sums of what exceeds an allowance, one upward and one downward; either reaching h is an alarm.
 *
 *   C+_t = max(0, C+_(t-1) + x_t - k),  C-_t = max(0, C-_(t-1) - x_t - k),  x in deviations from the mean
 *
 * Source      Page, Biometrika 41, 1954; run lengths: Brook, Evans, Biometrika 59, 1972
 * Parameters  allowance k and limit h, in deviations; baseline
 * State       two sums
 * Cost        O(1)
 * Deviates    after an alarm both sums start again at 0
 */
import { policyFamily } from '#core/policy.ts'
import { number } from '#core/schema/number.ts'
import type { Detect } from '../detect.ts'
import { baselineParameters, createBaseline } from './baseline.ts'

export const cusum = policyFamily<undefined, Detect>('detect')(
  'cusum',
  { source: 'Page 1954', cost: 'O(1)' },
  {
    allowance: number({ min: 0, default: 0.5, meaning: 'k: half of the shift to find, in deviations' }),
    limit: number({ min: 0.1, default: 5, meaning: 'h: sum that is an alarm, in deviations' }),
    ...baselineParameters,
  },
  (parameters) => {
    const { allowance, limit } = parameters
    const baseline = createBaseline(parameters)
    let above = 0
    let below = 0
    return {
      observe(value) {
        const x = baseline.standardised(value)
        if (x === undefined) return 0
        above = Math.max(0, above + x - allowance)
        below = Math.max(0, below - x - allowance)
        const severity = Math.max(above, below) / limit
        if (severity >= 1) {
          above = 0
          below = 0
        }
        return severity
      },
      reset() {
        baseline.reset()
        above = 0
        below = 0
      },
    }
  },
)
