import type { Expiry, ExpiryContext } from '#core/cache/expiry.ts'
import { policyFamily } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { ms, ratio } from '#core/schema/number.ts'

/**
 * Every entry is fresh for a time drawn uniformly from ((1 - jitter) ttl, ttl), so that entries stored together do not expire together.
 *
 * Source      Nishtala et al.: Scaling Memcache at Facebook. NSDI 2013, section 3.2.1 (thundering herds);
 *             RFC 9111, section 4.2
 * Parameters  ttl, ms; jitter, share of it that may be missing
 * Cost        O(1)
 * Deviates    a context without draws gets a stream of its own
 */
export const jitteredTtl = policyFamily<ExpiryContext | undefined, Expiry>('expiry')(
  'jittered-ttl',
  { source: 'Nishtala et al., NSDI 2013, section 3.2.1', cost: 'O(1)' },
  {
    ttl: ms({ min: 0, default: 5_000, meaning: 'longest time from storing to the end of freshness' }),
    jitter: ratio({ default: 0.1, meaning: 'share of the time that may be missing' }),
  },
  ({ ttl, jitter }, context) => {
    const random = context?.random ?? stream(0, 'cache.expiry')
    return { expiresAt: (now) => now + ttl * (1 - jitter * random()) }
  },
)
