import { log10 } from '#core/math/log-to-base.ts'
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { inFlightLimit, type LimitSample } from './in-flight-limit.ts'

const probeMultiplier = 30

/**
 * The limit of requests in flight by an estimate of the queue: limit * (1 - least latency / latency). Short queues let it grow, long ones
 * shrink it. From time to time the least latency is measured anew.
 *
 * Source      Brakmo, Peterson, IEEE JSAC 13(8), 1995; Netflix concurrency-limits, VegasLimit
 * Parameters  initial and max limit
 * State       limit, least latency, samples since it was measured
 * Cost        O(1)
 */
export const vegas = policyFamily<AdmitContext, Admit>('admit')(
  'vegas',
  { source: 'Netflix concurrency-limits, VegasLimit', cost: 'O(1)' },
  {
    initialCount: count({ min: 1, max: 100_000, default: 20, meaning: 'limit at first' }),
    maxCount: count({ min: 1, max: 100_000, default: 1000, meaning: 'highest limit' }),
  },
  ({ initialCount, maxCount }, { random }) => {
    let leastMs = 0
    let samples = 0
    let jitter = 0.5 + random() / 2
    return inFlightLimit(initialCount, (sample) => {
      if (++samples >= jitter * probeMultiplier * sample.limit) {
        jitter = 0.5 + random() / 2
        samples = 0
        leastMs = sample.ms
        return sample.limit
      }
      if (leastMs === 0 || sample.ms < leastMs) {
        leastMs = sample.ms
        return sample.limit
      }
      return vegasLimit(sample, { leastMs, maxCount })
    })
  },
)

/** The limit after one request; alpha is 3 log L, beta 6 log L, the threshold log L, of the whole decimal logarithm, at least 1. */
export function vegasLimit(
  { limit, inFlight, ms, isFailed }: LimitSample,
  { leastMs, maxCount }: { leastMs: number; maxCount: number },
): number {
  const step = Math.max(1, Math.floor(log10(limit)))
  const queue = Math.ceil(limit * (1 - leastMs / ms))
  const bounded = (next: number) => Math.max(1, Math.min(maxCount, next))
  if (isFailed) return bounded(limit - step)
  if (inFlight * 2 < limit) return limit
  if (queue <= step) return bounded(limit + 6 * step)
  if (queue < 3 * step) return bounded(limit + step)
  return queue > 6 * step ? bounded(limit - step) : limit
}
