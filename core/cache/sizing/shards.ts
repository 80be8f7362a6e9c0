import type { Sizing } from '#core/cache/sizing.ts'
import { policyFamily } from '#core/policy.ts'
import { sampledDistances, sampleFields } from './sampled-distances.ts'

/**
 * SHARDS: the miss-ratio curve of LRU from a sample of the keys.
 *
 * Source      Waldspurger, Park, Garthwaite, Ahmad: Efficient MRC construction with SHARDS. FAST 2015, section 3.1 (fixed rate)
 * Parameters  ratio, share of the keys in the sample; bucket, distances that are counted together
 * State       as mattson, of the sampled keys
 * Cost        O(1) a request, O(log keys) a sampled one
 */
export const shards = policyFamily<undefined, Sizing>('sizing')(
  'shards',
  { source: 'Waldspurger, Park, Garthwaite, Ahmad, FAST 2015', cost: 'O(1) amortised' },
  sampleFields,
  (parameters) => {
    const sample = sampledDistances(parameters)
    return {
      request: sample.request,
      missRatio: (capacity) => sample.counts.missRatio(capacity, sample.sampled),
      get requests() {
        return sample.requests
      },
    }
  },
)
