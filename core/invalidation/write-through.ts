import type { InvalidationContext, InvalidationProtocol } from '#core/invalidation/invalidation.ts'
import { policyFamily } from '#core/policy.ts'
import { announced, announcedWithCopy } from './announced.ts'
import { applyInvalidation } from './apply.ts'

/**
 * Strong pages are linearizable: a write is in the store, then in the shared cache, then acknowledged; a read uses a copy of its node
 * only if the stamp confirms its version, and what it loads from the store it puts into the shared cache before it answers. So nobody
 * sees a version that a later reader could miss. Other pages go by publish/subscribe.
 *
 * Source      preprint section 3.2 (write-through for strong keys); Herlihy, Wing: Linearizability. TOPLAS 12(3), 1990
 * Cost        strong pages: one operation a read, two a write before it is acknowledged; one message a node for each write
 * Deviates    linearizable as long as the shared cache keeps what it was given and answers; when it fails over or is cut off, the time
 *             to live bounds the staleness, as elsewhere. Strong reads share no load and are not rendered by the client: both would hand
 *             out what was loaded before a write was acknowledged
 */
export const writeThrough = policyFamily<InvalidationContext, InvalidationProtocol>('invalidation')(
  'write-through',
  { source: 'preprint section 3.2', cost: 'one operation a strong read; one message a node for each write' },
  {},
  (_, { tiers }) => ({
    use: (_key, isStrong) => (isStrong ? 'confirm' : 'trust'),
    agreed() {},
    announcement: (isStrong) => (isStrong ? announcedWithCopy : announced),
    receive: (message) => applyInvalidation(tiers, message),
    reconnected: () => tiers.clear(),
    epoch: () => 0,
    lease: undefined,
  }),
)
