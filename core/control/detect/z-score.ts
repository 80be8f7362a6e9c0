/**
 * Distance of a value from a moving mean, in moving deviations; both are exponentially weighted.
 *
 * Source      West, Communications of the ACM 22(9), 1979 (weighted mean and variance by increments); Finch, 2009, section 9
 * Parameters  lambda weight of a new value; limit in deviations; freeze: alarms in a row during which mean and deviation stand still
 * State       mean, variance, count, alarms in a row
 * Cost        O(1)
 * Deviates    the first 1/lambda values only teach; a deviation of 0 makes any change an alarm
 */
import { policyFamily } from '#core/policy.ts'
import { count, number, ratio } from '#core/schema/number.ts'
import type { Detect } from '../detect.ts'

export const zScore = policyFamily<undefined, Detect>('detect')(
  'z-score',
  { source: 'West 1979', cost: 'O(1)' },
  {
    lambda: ratio({ min: 0.0001, default: 0.01, meaning: 'weight of a new value' }),
    limit: number({ min: 0.1, default: 6, meaning: 'deviations from the mean' }),
    freeze: count({
      default: 0,
      meaning:
        'alarms in a row that do not move mean and deviation; those after them do, so that a new level is learned',
    }),
  },
  ({ lambda, limit, freeze }) => {
    const warmUp = Math.ceil(1 / lambda)
    let mean = 0
    let variance = 0
    let values = 0
    let alarms = 0

    function learn(value: number): void {
      // In the first values the weight is that of an ordinary mean.
      const weight = Math.max(lambda, 1 / ++values)
      const difference = value - mean
      mean += weight * difference
      variance = (1 - weight) * (variance + weight * difference * difference)
    }

    return {
      observe(value) {
        if (!Number.isFinite(value)) return 0
        const distance = Math.abs(value - mean)
        const severity = values < warmUp || distance === 0 ? 0 : distance / (limit * Math.sqrt(variance))
        alarms = severity >= 1 ? alarms + 1 : 0
        if (alarms === 0 || alarms > freeze) learn(value)
        return severity
      },
      reset() {
        mean = 0
        variance = 0
        values = 0
        alarms = 0
      },
    }
  },
)
