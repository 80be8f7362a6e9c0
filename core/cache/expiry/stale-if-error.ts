import type { Expiry } from '#core/cache/expiry.ts'
import { policyFamily } from '#core/policy.ts'
import { ms } from '#core/schema/number.ts'

/**
 * When a copy that is past its freshness cannot be loaded anew, it may be served for a while.
 *
 * Source      RFC 5861 (HTTP Cache-Control Extensions for Stale Content), section 4
 * Parameters  ttl, ms of freshness; staleFor, ms after it
 * Cost        O(1)
 */
export const staleIfError = policyFamily<undefined, Expiry>('expiry')(
  'stale-if-error',
  { source: 'RFC 5861, section 4', cost: 'O(1)' },
  {
    ttl: ms({ min: 0, default: 5_000, meaning: 'time from storing to the end of freshness' }),
    staleFor: ms({ min: 0, default: 30_000, meaning: 'time after that in which the copy may be served' }),
  },
  ({ ttl, staleFor }) => ({
    expiresAt: (now) => now + ttl,
    isStaleServable: ({ expiresAt }, now, cause) => cause === 'error' && now < expiresAt + staleFor,
  }),
)
