import { count, flag, record } from '#core/schema.ts'
import { policyOf } from './policy-schema.ts'

/** The caches in each node. */
export const cache = record({
  isEnabled: flag({ default: true, meaning: 'in-process cache in each node' }),
  l1CapacityCount: count({
    min: 1,
    max: 10_000_000,
    default: 1000,
    meaning: 'fragments in the first tier of a node',
  }),
  l2CapacityCount: count({
    min: 1,
    max: 10_000_000,
    default: 10_000,
    meaning: 'fragments in the second tier of a node',
  }),
  eviction: policyOf('eviction', 'lru', 'which fragment leaves a full tier'),
  expiry: policyOf('expiry', 'fixed-ttl', 'how long a fragment is fresh'),
  singleFlight: flag({ default: true, meaning: 'concurrent misses of a fragment share one load' }),
})
