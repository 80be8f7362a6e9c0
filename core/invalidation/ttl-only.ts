import type { InvalidationContext, InvalidationProtocol } from '#core/invalidation/invalidation.ts'
import { policyFamily } from '#core/policy.ts'
import { applyInvalidation } from './apply.ts'

/**
 * Nobody is told: copies end with their time to live. The writing node keeps its own copy, so it reads its writes.
 *
 * Source      RFC 9111, section 4.2; Jung, Berger, Balakrishnan, INFOCOM 2003 (what it costs in hits and staleness)
 * Parameters  none; see `cache.expiry` and `redis.ttl`
 * Cost        no operation a read, no message a write; stale for up to the time to live
 */
export const ttlOnly = policyFamily<InvalidationContext, InvalidationProtocol>('invalidation')(
  'ttl-only',
  { source: 'RFC 9111, section 4.2', cost: 'nothing; stale up to the time to live' },
  {},
  (_, { tiers }) => ({
    use: () => 'trust',
    agreed() {},
    announcement: () => untold,
    receive: (message) => applyInvalidation(tiers, message),
    reconnected() {},
    epoch: () => 0,
    lease: undefined,
  }),
)

const untold = {
  fillsShared: false,
  audience: 'unstamped',
  carriesCopy: false,
  keepsOwn: true,
  holdsStale: false,
} as const
