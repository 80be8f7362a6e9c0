import type { Expiry } from '#core/cache/expiry.ts'
import { policyFamily } from '#core/policy.ts'
import { ms } from '#core/schema/number.ts'

/**
 * Every entry is fresh for the same time after it was stored; reads do not extend it.
 *
 * Source      RFC 9111 (HTTP Caching), section 4.2, freshness lifetime
 * Parameters  ttl, ms
 * Cost        O(1)
 */
export const fixedTtl = policyFamily<undefined, Expiry>('expiry')(
  'fixed-ttl',
  { source: 'RFC 9111, section 4.2', cost: 'O(1)' },
  { ttl: ms({ min: 0, default: 5_000, meaning: 'time from storing to the end of freshness' }) },
  ({ ttl }) => ({ expiresAt: (now) => now + ttl }),
)
