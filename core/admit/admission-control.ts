import { pow } from '#core/math/pow.ts'
import { policyFamily } from '#core/policy.ts'
import { ms, number, ratio } from '#core/schema/number.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { RollingCounts } from './rolling-counts.ts'

/**
 * Refuses a share of requests that grows as the success rate of the last window falls below a threshold.
 *
 * Source      Envoy, admission_control.proto: p = max(0, (n - ok / threshold) / (n + 1))^(1 / aggression), at most maxRejection
 * Parameters  threshold, aggression, maxRejection, window
 * Cost        O(1)
 */
export const admissionControl = policyFamily<AdmitContext, Admit>('admit')(
  'admission-control',
  { source: 'Envoy admission_control.proto', cost: 'O(1)' },
  {
    threshold: ratio({ min: 0.01, default: 0.95, meaning: 'success rate below which requests are refused' }),
    aggression: number({ min: 1, max: 100, default: 1, meaning: 'how early the share of refusals rises' }),
    maxRejection: ratio({ default: 0.8, meaning: 'largest share of refusals' }),
    windowMs: ms({ min: 100, default: 30_000, meaning: 'time over which success is counted' }),
  },
  (parameters, { clock, random }) => {
    const counts = new RollingCounts({ windowMs: parameters.windowMs, buckets: 30 })
    return {
      tryEnter() {
        counts.move(clock.now)
        return random() >= rejection({ requests: counts.all, good: counts.good }, parameters)
      },
      finished(outcome) {
        if (outcome !== undefined) counts.count(!outcome.isFailed, clock.now)
      },
      retryAfterMs: () => 0,
    }
  },
)

/** The chance of a refusal. */
export function rejection(
  { requests, good }: { requests: number; good: number },
  o: { threshold: number; aggression: number; maxRejection: number },
): number {
  const excess = Math.max(0, (requests - good / o.threshold) / (requests + 1))
  return Math.min(o.maxRejection, o.aggression === 1 ? excess : pow(excess, 1 / o.aggression))
}
