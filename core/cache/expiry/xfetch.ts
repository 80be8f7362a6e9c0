import type { Expiry, ExpiryContext } from '#core/cache/expiry.ts'
import { log } from '#core/math/log.ts'
import { policyFamily } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { ms, number } from '#core/schema/number.ts'

/**
 * XFetch: each reader loads a fresh entry anew with a chance that grows towards its expiry, exp(-gap / (delta beta)), so that one of
 * many readers does before it expires for all.
 *
 * | symbol | meaning |
 * |---|---|
 * | gap | time left until expiry |
 * | delta | time that loading took |
 * | beta | eagerness; 1 is the paper's |
 *
 * Source      Vattani, Chierichetti, Lowenstein: Optimal probabilistic cache stampede prevention. PVLDB 8(8), 2015, Algorithm 2
 * Parameters  ttl, ms; beta
 * Cost        O(1)
 */
export const xfetch = policyFamily<ExpiryContext | undefined, Expiry>('expiry')(
  'xfetch',
  { source: 'Vattani, Chierichetti, Lowenstein, PVLDB 8(8), 2015', cost: 'O(1)' },
  {
    ttl: ms({ min: 0, default: 5_000, meaning: 'time from storing to the end of freshness' }),
    beta: number({ min: 0, max: 100, default: 1, meaning: 'eagerness to load early, in loading times' }),
  },
  ({ ttl, beta }, context) => {
    const random = context?.random ?? stream(0, 'cache.expiry')
    return {
      expiresAt: (now) => now + ttl,
      isRefreshDue: ({ loadMs, expiresAt }, now) => now - loadMs * beta * log(random()) >= expiresAt,
    }
  },
)
