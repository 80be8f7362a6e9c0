/**
 * What is left of a value when the usual value of this time of day (or week) is taken away, in usual deviations.
 *
 * A period is cut into bins. Each bin keeps a weighted mean; all bins together keep a weighted absolute deviation of the residuals.
 *
 * Source      seasonal means as in Holt 1957 and Winters 1960 (additive, no trend); deviation from absolute residuals as in Trigg,
 *             Operational Research Quarterly 15, 1964
 * Parameters  period, bins; weight of a visit of a bin, of a residual; limit in deviations; periods that only teach; freeze
 * State       a mean a bin, one deviation, alarms less calm values
 * Cost        O(1)
 * Deviates    a bin that was never seen stands in with the mean of all values; alarms do not teach, but more than `freeze` above the calm values
 *             between them let everything teach for a period
 */
import { log1p } from '#core/math/log1p.ts'
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import { count, ms, number, ratio } from '#core/schema/number.ts'
import type { Detect } from '../detect.ts'

/** Mean absolute value of the standard normal, sqrt(2 / pi), the other way round. */
const normalOfMean = 1.2533141373155001

export const seasonalResidual = policyFamily<undefined, Detect>('detect')(
  'seasonal-residual',
  { source: 'Winters 1960; Trigg 1964', cost: 'O(1)' },
  {
    period: ms({ min: 1, default: 86_400_000, meaning: 'length of the season' }),
    bins: count({
      min: 1,
      max: 10_080,
      default: 96,
      meaning: 'parts of the season with a mean of their own',
    }),
    lambda: ratio({ min: 0.0001, default: 0.1, meaning: 'weight of a new value in the mean of its bin' }),
    scaleLambda: ratio({ min: 0.0001, default: 0.005, meaning: 'weight of a new residual in the deviation' }),
    limit: number({ min: 0.1, default: 6, meaning: 'deviations from the mean of the bin' }),
    periods: number({ min: 0, default: 1, meaning: 'periods that only teach' }),
    freeze: count({
      default: 60,
      meaning:
        'alarms, less the calm values between them, that teach nothing; one more, and all values teach for a period',
    }),
    transform: choice({
      values: ['none', 'log'],
      default: 'none',
      meaning: 'log takes log(1 + value) of values that are not negative',
    }),
  },
  (parameters) => {
    const { period, bins, lambda, scaleLambda, limit, freeze } = parameters
    const means = new Float64Array(bins)
    const visits = new Float64Array(bins)
    let startedAtMs: number | undefined
    let values = 0
    let overall = 0
    let deviation = 0
    let alarms = 0
    let learnUntilMs = Number.NEGATIVE_INFINITY

    function learn(bin: number, value: number, residual: number): void {
      overall += (value - overall) / Math.min(++values, 1 / scaleLambda)
      means[bin]! += (value - means[bin]!) * Math.max(lambda, 1 / ++visits[bin]!)
      // The first value of all has no residual yet.
      if (values > 1)
        deviation += (normalOfMean * Math.abs(residual) - deviation) * Math.max(scaleLambda, 1 / (values - 1))
    }

    return {
      observe(raw, now) {
        if (!Number.isFinite(raw)) return 0
        const value = parameters.transform === 'log' ? log1p(Math.max(0, raw)) : raw
        startedAtMs ??= now
        const phase = now / period - Math.floor(now / period)
        const bin = Math.min(bins - 1, Math.floor(phase * bins))
        const residual = value - (visits[bin]! > 0 ? means[bin]! : overall)
        const isTaught = now - startedAtMs >= parameters.periods * period && values > 1
        const severity = isTaught && residual !== 0 ? Math.abs(residual) / (limit * deviation) : 0
        alarms = severity >= 1 ? alarms + 1 : Math.max(0, alarms - 1)
        // A new level is learned in all bins: for a whole period.
        if (alarms > freeze) learnUntilMs = now + period
        if (severity < 1 || now < learnUntilMs) learn(bin, value, residual)
        return severity
      },
      reset() {
        means.fill(0)
        visits.fill(0)
        startedAtMs = undefined
        values = 0
        overall = 0
        deviation = 0
        alarms = 0
        learnUntilMs = Number.NEGATIVE_INFINITY
      },
    }
  },
)
