import type { Sizing } from '#core/cache/sizing.ts'
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import { DistanceCounts } from './distance-counts.ts'
import { stackDistance } from './stack-distance.ts'

/**
 * The exact miss-ratio curve of LRU from the stack distances of all requests.
 *
 * Source      Mattson, Gecsei, Slutz, Traiger: Evaluation techniques for storage hierarchies. IBM Systems Journal 9(2), 1970
 * Parameters  bucket, distances that are counted together, in units of size
 * State       one mark a key, one count a distance
 * Cost        O(log keys) a request
 * Deviates    keys are known by 32 bits of hash: exact but for collisions; near exact for entries of different sizes
 */
export const mattson = policyFamily<undefined, Sizing>('sizing')(
  'mattson',
  { source: 'Mattson et al., IBM Systems Journal 9(2), 1970', cost: 'O(log keys)' },
  { bucket: count({ min: 1, default: 1, meaning: 'distances that are counted together, in units of size' }) },
  ({ bucket }) => {
    const stack = stackDistance()
    const counts = new DistanceCounts(bucket)
    let requests = 0
    return {
      request(hash, size) {
        requests++
        counts.record(stack.distance(hash, size), 1)
      },
      missRatio: (capacity) => counts.missRatio(capacity, requests),
      get requests() {
        return requests
      },
    }
  },
)
