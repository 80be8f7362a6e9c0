import { count, ratio } from '#core/schema/number.ts'
import type { Infer } from '#core/schema/record.ts'
import { DistanceCounts } from './distance-counts.ts'
import { stackDistance } from './stack-distance.ts'

const hashes = 4294967296

/** Parameters of every curve from a sample. */
export const sampleFields = {
  ratio: ratio({ min: 1e-6, default: 0.01, meaning: 'share of the keys in the sample' }),
  bucket: count({ min: 1, default: 1, meaning: 'distances that are counted together, in units of size' }),
}

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
export function sampledDistances({ ratio, bucket }: Infer<typeof sampleFields>): SampledDistances {
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
