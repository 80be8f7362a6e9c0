import type { InvalidationContext, InvalidationProtocol } from '#core/invalidation/invalidation.ts'
import { policyFamily } from '#core/policy.ts'
import { announced, announcedWithCopy } from './announced.ts'
import { applyInvalidation } from './apply.ts'

/**
 * Each write is announced to all nodes with its version; copies are trusted meanwhile. The version is monotonic, so messages may come
 * twice or out of order; one that overtakes a fill leaves a tombstone. Strong pages are written through and their messages carry the
 * new copy.
 *
 * Source      preprint section 3.2 (publish/subscribe with monotonic version id and expiry token: the time to live is the backstop)
 * Cost        no operation a read; one stamp and one message a node for each write; stale for the delay of a message
 * Deviates    a lost message leaves a copy stale until its time to live ends; after a lost connection everything is dropped
 */
export const pubSub = policyFamily<InvalidationContext, InvalidationProtocol>('invalidation')(
  'pub-sub',
  { source: 'preprint section 3.2', cost: 'one message a node for each write' },
  {},
  (_, { tiers }) => ({
    use: () => 'trust',
    agreed() {},
    announcement: (isStrong) => (isStrong ? announcedWithCopy : announced),
    receive: (message) => applyInvalidation(tiers, message),
    reconnected: () => tiers.clear(),
    epoch: () => 0,
    lease: undefined,
  }),
)
