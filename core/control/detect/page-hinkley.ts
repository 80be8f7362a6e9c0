/**
 * Page's test against the running mean of all values so far: no picture of normal values is needed beforehand.
 *
 *   m_t = max(0, alpha m_(t-1) + x_t - mean_t - delta);  alarm when m_t >= threshold, then all starts again
 *
 * Source      Page, Biometrika 41, 1954; Hinkley, Biometrika 58, 1971; this form and the defaults: river, drift/page_hinkley.py
 * Parameters  delta tolerated, threshold, both in units of the value (in deviations after a warm-up); values before the first alarm;
 *             alpha keeps of the sum at each value; direction of the change
 * State       running mean and two sums
 * Cost        O(1)
 * Deviates    finds falls as well when asked to; can standardise by a baseline, which river leaves to its user
 */
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import { count, number, ratio } from '#core/schema/number.ts'
import type { Detect } from '../detect.ts'
import { baselineParameters, createBaseline } from './baseline.ts'

export const pageHinkley = policyFamily<undefined, Detect>('detect')(
  'page-hinkley',
  { source: 'Page 1954; Hinkley 1971; river', cost: 'O(1)' },
  {
    delta: number({ min: 0, default: 0.005, meaning: 'change that is tolerated' }),
    threshold: number({ min: 1e-9, default: 50, meaning: 'sum that is an alarm' }),
    values: count({ min: 1, default: 30, meaning: 'values before an alarm is possible' }),
    alpha: ratio({ default: 0.9999, meaning: 'share of the sum that is kept at each value' }),
    direction: choice({ values: ['up', 'down', 'both'], default: 'up', meaning: 'which changes are alarms' }),
    ...baselineParameters,
    warmUp: count({
      max: 100_000,
      default: 0,
      meaning: 'first values, from which mean and deviation are learned; 0 takes those given',
    }),
  },
  (parameters) => {
    const { delta, threshold, alpha, direction } = parameters
    const baseline = createBaseline(parameters)
    let values = 0
    let mean = 0
    let up = 0
    let down = 0

    function restart(): void {
      values = 0
      mean = 0
      up = 0
      down = 0
    }

    return {
      observe(value) {
        const x = baseline.standardised(value)
        if (x === undefined) return 0
        mean += (x - mean) / ++values
        up = Math.max(0, alpha * up + (x - mean - delta))
        down = Math.max(0, alpha * down + (mean - x - delta))
        // river counts from 1, so the value before the last of `values` may already alarm.
        if (values + 1 < parameters.values) return 0
        const sum = direction === 'up' ? up : direction === 'down' ? down : Math.max(up, down)
        if (sum >= threshold) restart()
        return sum / threshold
      },
      reset() {
        baseline.reset()
        restart()
      },
    }
  },
)
