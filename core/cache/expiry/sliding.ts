import type { Expiry } from '#core/cache/expiry.ts'
import { policyFamily } from '#core/policy.ts'
import { ms } from '#core/schema/number.ts'

/**
 * An entry is fresh for a time after it was last read, up to a longest lifetime since it was stored.
 *
 * Source      Garetto, Leonardi, Martina: A unified approach to the performance analysis of caching systems. ACM TOMPECS 1(3), 2016,
 *             section 2 (TTL caches whose timer restarts at each hit); RFC 9111, section 4.2
 * Parameters  ttl, ms since the last read; lifetimeMax, ms since it was stored, which bounds staleness
 * Cost        O(1)
 */
export const sliding = policyFamily<undefined, Expiry>('expiry')(
  'sliding',
  { source: 'Garetto, Leonardi, Martina, ACM TOMPECS 1(3), 2016', cost: 'O(1)' },
  {
    ttl: ms({ min: 0, default: 5_000, meaning: 'time from the last read to the end of freshness' }),
    lifetimeMax: ms({
      min: 0,
      default: 60_000,
      meaning: 'longest time from storing to the end of freshness',
    }),
  },
  ({ ttl, lifetimeMax }) => ({
    expiresAt: (now) => now + Math.min(ttl, lifetimeMax),
    onHit: ({ storedAt, expiresAt }, now) => Math.max(expiresAt, Math.min(now + ttl, storedAt + lifetimeMax)),
  }),
)
