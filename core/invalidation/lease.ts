import type { InvalidationContext, InvalidationProtocol } from '#core/invalidation/invalidation.ts'
import { policyFamily } from '#core/policy.ts'
import { flag } from '#core/schema/choice.ts'
import { count, ms } from '#core/schema/number.ts'
import { announced } from './announced.ts'
import { applyInvalidation } from './apply.ts'

/**
 * On a miss the shared cache gives one asker a token; a write voids it, and only a valid token may fill. So of all nodes one loads, and
 * no fill can put back what a write has outdated. The others take the outdated copy (stale hold) or ask again shortly.
 *
 * Source      Nishtala et al.: Scaling Memcache at Facebook. NSDI 2013, section 3.2.1
 * Parameters  hold, how long a token keeps others from loading (10 s there); wait and tries, for those without a copy to take
 * Cost        no operation a read of a copy; one message a node for each write; a miss of many costs one load
 * Deviates    nodes hold copies of their own and are told of writes as by `pub-sub`; when all tries have failed the asker loads, without
 *             filling the shared cache
 */
export const lease = policyFamily<InvalidationContext, InvalidationProtocol>('invalidation')(
  'lease',
  {
    source: 'Nishtala et al., NSDI 2013, section 3.2.1',
    cost: 'one load a miss of all nodes; one message a node for each write',
  },
  {
    hold: ms({ min: 1, default: 10_000, meaning: 'time for which a token is valid' }),
    wait: ms({ min: 1, default: 10, meaning: 'time between two questions of those that wait' }),
    tries: count({ min: 1, max: 1000, default: 20, meaning: 'questions before an asker loads for itself' }),
    staleHold: flag({
      default: true,
      meaning: 'the outdated copy is given out while its successor is loaded',
    }),
  },
  ({ hold, wait, tries, staleHold }, { tiers }) => ({
    use: () => 'trust',
    agreed() {},
    announcement: () => (staleHold ? { ...announced, holdsStale: true } : announced),
    receive: (message) => applyInvalidation(tiers, message),
    reconnected: () => tiers.clear(),
    epoch: () => 0,
    lease: { holdMs: hold, waitMs: wait, triesMax: tries, takesStale: staleHold },
  }),
)
