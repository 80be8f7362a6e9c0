/** Miss ratios of one policy at many capacities, in a worker thread, each request read once or twice. */
import { replayTrace, type Trace } from '#core/cache/replay-trace.ts'
import { mattson } from '#core/cache/sizing/mattson.ts'
import { shardsAdj } from '#core/cache/sizing/shards-adj.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { GrowingArray } from './growing-array.ts'

export interface CurveJob {
  readonly trace: Trace
  readonly policy: PolicyChoice
  readonly capacities: readonly number[]
  /** Share of the keys that stand for all, above 0 to 1. */
  readonly sampleRatio: number
  readonly seed: number
}

export interface Curve {
  readonly method: 'stack distances' | 'sampled stack distances' | 'miniature simulation' | 'simulation'
  /** Of the keys. */
  readonly sampleRatio: number
  readonly missRatios: readonly number[]
}

/** Buckets of distances in bytes. */
const bucketsOfBytes = 65_536

/**
 * LRU from the stack distances of all keys, or of a sample; any other policy by a simulation of each capacity on the requests of a sample
 * of the keys, with a cache that is smaller by the same ratio.
 *
 * Source  Mattson et al. 1970; Waldspurger et al., FAST 2015 (SHARDS with adjustment);
 *         Waldspurger et al., USENIX ATC 2017 (miniature simulation)
 * Errors  ConfigInvalid for a wrong parameter of the policy
 */
export function perform({ job }: { readonly job: CurveJob }): Curve {
  return job.policy.policy === 'lru' ? lruCurve(job) : simulatedCurve(job)
}

function lruCurve({ trace: { keys, sizes }, capacities, sampleRatio }: CurveJob): Curve {
  const largest = Math.max(...capacities)
  const bucket = sizes === undefined ? 1 : Math.max(1, Math.floor(largest / bucketsOfBytes))
  const isExact = sampleRatio === 1
  const sizing = isExact
    ? mattson.create({ bucket }, undefined)
    : shardsAdj.create({ bucket, ratio: sampleRatio }, undefined)
  // Keys themselves where all are counted: hashes of two could be the same.
  for (let request = 0; request < keys.length; request++)
    sizing.request(isExact ? keys[request]! : keyHash(keys[request]!), sizes?.[request] ?? 1)
  return {
    method: isExact ? 'stack distances' : 'sampled stack distances',
    sampleRatio,
    missRatios: capacities.map((capacity) => sizing.missRatio(capacity)),
  }
}

/** A sample has more or fewer requests than its share because of popular keys, which would hit: what is too few counts as hits. */
function simulatedCurve({ trace, policy, capacities, sampleRatio, seed }: CurveJob): Curve {
  const sample = sampleRatio === 1 ? trace : sampled(trace, sampleRatio)
  const expected = sampleRatio * trace.keys.length
  return {
    method: sampleRatio === 1 ? 'simulation' : 'miniature simulation',
    sampleRatio,
    missRatios: capacities.map((whole) => {
      const capacity = Math.max(1, Math.round(whole * sampleRatio))
      return Math.min(1, replayTrace(sample, { policy, capacity, seed }).misses / expected)
    }),
  }
}

/** All requests of the keys whose hash lies below the ratio. */
function sampled({ keys, sizes }: Trace, ratio: number): Trace {
  const sampleKeys = new GrowingArray()
  const sampleSizes = new GrowingArray()
  for (let request = 0; request < keys.length; request++) {
    if (keyHash(keys[request]!) >= ratio * 2 ** 32) continue
    sampleKeys.push(keys[request]!)
    if (sizes !== undefined) sampleSizes.push(sizes[request]!)
  }
  return sizes === undefined
    ? { keys: sampleKeys.shared() }
    : { keys: sampleKeys.shared(), sizes: sampleSizes.shared() }
}
