import { policyFamily } from '#core/policy.ts'
import { count, ms, ratio } from '#core/schema/number.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { inFlightLimit, type LimitSample } from './in-flight-limit.ts'

/**
 * The limit of requests in flight grows by one with each success while it is used, and falls by a share with each failure.
 *
 * Source      Chiu, Jain, Computer Networks 17, 1989; Netflix concurrency-limits, AIMDLimit
 * Parameters  initial, min and max limit; backoff ratio; timeout, from which an answer counts as a failure
 * Cost        O(1)
 */
export const aimd = policyFamily<AdmitContext, Admit>('admit')(
  'aimd',
  { source: 'Netflix concurrency-limits, AIMDLimit', cost: 'O(1)' },
  {
    initialCount: count({ min: 1, max: 100_000, default: 20, meaning: 'limit at first' }),
    minCount: count({ min: 1, max: 100_000, default: 20, meaning: 'lowest limit' }),
    maxCount: count({ min: 1, max: 100_000, default: 200, meaning: 'highest limit' }),
    backoffRatio: ratio({
      min: 0.5,
      max: 0.999,
      default: 0.9,
      meaning: 'what a failure leaves of the limit',
    }),
    timeoutMs: ms({ min: 1, default: 5000, meaning: 'an answer that takes longer is a failure' }),
  },
  (parameters) => inFlightLimit(parameters.initialCount, (sample) => aimdLimit(sample, parameters)),
)

/** The limit after one request. */
export function aimdLimit(
  { limit, inFlight, ms: tookMs, isFailed }: LimitSample,
  o: { minCount: number; maxCount: number; backoffRatio: number; timeoutMs: number },
): number {
  const isBad = isFailed || tookMs > o.timeoutMs
  const grown = inFlight * 2 >= limit ? limit + 1 : limit
  const next = isBad ? Math.floor(limit * o.backoffRatio) : grown
  return Math.min(o.maxCount, Math.max(o.minCount, next))
}
