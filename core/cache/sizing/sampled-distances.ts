import { DistanceCounts } from './distance-counts.ts'
import { stackDistance } from './stack-distance.ts'

const hashes = 4294967296

/** Stack distances of the requests for a sample of the keys, each scaled up by the sampling ratio. */
export interface SampledDistances {
  request(hash: number, size: number): void
  readonly requests: number
  readonly sampled: number
  readonly counts: DistanceCounts
}

/**
 * A key is in the sample if its hash lies below a threshold, so that all of its requests are or none; distances among the sampled keys
 * are `ratio` times as long as among all.
 *
 * Source  Waldspurger, Park, Garthwaite, Ahmad: Efficient MRC construction with SHARDS. FAST 2015, section 3.1 (fixed rate)
 * Cost    O(1) a request, O(log sampled keys) a sampled one
 */
export function sampledDistances(ratio: number, bucket: number): SampledDistances {
  const stack = stackDistance()
  const counts = new DistanceCounts(bucket)
  const threshold = ratio * hashes
  let requests = 0
  let sampled = 0
  return {
    request(hash, size) {
      requests++
      if (hash >= threshold) return
      sampled++
      counts.record(stack.distance(hash, size) / ratio, 1)
    },
    get requests() {
      return requests
    },
    get sampled() {
      return sampled
    },
    counts,
  }
}
