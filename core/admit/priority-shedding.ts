import { policyFamily } from '#core/policy.ts'
import { listOf } from '#core/schema/list.ts'
import { count, ratio } from '#core/schema/number.ts'
import type { Admit, AdmitContext } from './admit.ts'

/**
 * The less important a request, the smaller the share of the capacity that it may help to fill: what is important finds room.
 *
 * Source      Zhou et al., Overload control for scaling WeChat microservices (DAGOR), SoCC 2018; Beyer et al. (ed.), Site Reliability
 *             Engineering, 2016, chapter 21, criticality
 * Parameters  capacity in requests in flight; shares of it by priority, the last also for all that is less important
 * Cost        O(1)
 * Deviates    thresholds are fixed; DAGOR moves them by the time requests wait
 */
export const priorityShedding = policyFamily<AdmitContext, Admit>('admit')(
  'priority-shedding',
  { source: 'Zhou et al., SoCC 2018', cost: 'O(1)' },
  {
    capacityCount: count({ min: 1, max: 1_000_000, default: 100, meaning: 'requests in flight at most' }),
    shares: listOf(ratio({ min: 0.001 }), {
      default: [1, 0.9, 0.75, 0.5],
      meaning: 'share of the capacity up to which a request of priority 0, 1, .. enters',
    }),
  },
  ({ capacityCount, shares }) => {
    let inFlight = 0
    const share = (priority: number) => shares[Math.min(priority, shares.length - 1)] ?? 1
    return {
      tryEnter({ priority } = { priority: 0 }) {
        if (inFlight >= Math.max(1, capacityCount * share(priority))) return false
        inFlight++
        return true
      },
      finished() {
        inFlight--
      },
      retryAfterMs: () => 0,
    }
  },
)
