import type { Sizing } from '#core/cache/sizing.ts'
import { policyFamily } from '#core/policy.ts'
import { sampledDistances, sampleFields } from './sampled-distances.ts'

/**
 * SHARDS with adjustment: when the sample holds more or fewer requests than its share, the difference counts as hits at the smallest
 * distance, since it comes from popular keys that are in the sample or not.
 *
 * Source      Waldspurger, Park, Garthwaite, Ahmad: Efficient MRC construction with SHARDS. FAST 2015, section 3.4 (SHARDS-adj)
 * Parameters  ratio, share of the keys in the sample; bucket, distances that are counted together
 * State       as mattson, of the sampled keys
 * Cost        O(1) a request, O(log keys) a sampled one
 */
export const shardsAdj = policyFamily<undefined, Sizing>('sizing')(
  'shards-adj',
  { source: 'Waldspurger, Park, Garthwaite, Ahmad, FAST 2015', cost: 'O(1) amortised' },
  sampleFields,
  (parameters) => {
    const sample = sampledDistances(parameters)
    return {
      request: sample.request,
      missRatio(capacity) {
        const expected = sample.requests * parameters.ratio
        return sample.counts.missRatio(capacity, expected, expected - sample.sampled)
      },
      get requests() {
        return sample.requests
      },
    }
  },
)
