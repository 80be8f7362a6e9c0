import { policyFamily } from '#core/policy.ts'
import { ms, number } from '#core/schema/number.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { RollingCounts } from './rolling-counts.ts'

/**
 * A client refuses its own requests when it asks for more than K times what is accepted.
 *
 * Source      Beyer et al. (ed.), Site Reliability Engineering, 2016, chapter 21, equation of client-side throttling:
 *             p = max(0, (requests - K accepts) / (requests + 1))
 * Parameters  k, window
 * State       requests that came, those refused here included, and those that ended well, in the window
 * Cost        O(1)
 */
export const adaptiveThrottling = policyFamily<AdmitContext, Admit>('admit')(
  'adaptive-throttling',
  { source: 'Site Reliability Engineering, 2016, chapter 21', cost: 'O(1)' },
  {
    k: number({ min: 1, max: 100, default: 2, meaning: 'requests sent for each that is accepted' }),
    windowMs: ms({ min: 100, default: 120_000, meaning: 'time over which requests are counted' }),
  },
  ({ k, windowMs }, { clock, random }) => {
    const asked = new RollingCounts({ windowMs, buckets: 30 })
    const ended = new RollingCounts({ windowMs, buckets: 30 })
    return {
      tryEnter() {
        asked.move(clock.now)
        ended.move(clock.now)
        // Those under way are counted neither as asked nor as accepted.
        const isAdmitted = random() >= throttled({ requests: asked.all + ended.all, accepts: ended.good }, k)
        if (!isAdmitted) asked.count(false, clock.now)
        return isAdmitted
      },
      finished(outcome) {
        if (outcome !== undefined) ended.count(!outcome.isFailed, clock.now)
      },
      retryAfterMs: () => 0,
    }
  },
)

/** The chance of a refusal. */
export const throttled = ({ requests, accepts }: { requests: number; accepts: number }, k: number): number =>
  Math.max(0, (requests - k * accepts) / (requests + 1))
