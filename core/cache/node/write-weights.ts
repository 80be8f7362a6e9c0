import { FrequencySketch } from '#core/collections/frequency-sketch.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import type { Clock } from '#core/flow/clock.ts'
import type { WriteWeightsConfig } from '#core/scenario/cache-schema.ts'
import type { Ratio } from '#core/units.ts'

/** Decides which written copies come into the level that takes writes. */
export interface WriteWeights {
  /** A key was read. */
  asked(key: number): void
  /** Tokens that a fill of this key costs now. */
  weight(key: number): Ratio
  /** Takes the price of a fill of this key, if that much is there, and tells whether it was. */
  pays(key: number): boolean
}

/**
 * Write weights: a copy that a write leaves in L2 costs tokens of a bucket, the less the hotter its key is. So under many writes the room
 * and the work go to what will be read; a fill that cannot be paid is left out (the key is only invalidated).
 *
 *   weight = 1 / (1 + f)        f: reads of the key as a frequency sketch remembers them, 0 to 15, all halved each `period`
 *   tokens = min(burst, tokens + rate x time);  a fill takes `weight` of them, or is left out
 *
 * Source      preprint section 3.2 ("periodically evaluates hotspot access frequency and dynamically adjusts write weights using a token
 *             bucket algorithm"); Turner, IEEE Communications Magazine 24(10), 1986 (token bucket)
 * Parameters  ratePerSecond, tokens; burstCount, tokens; periodMs between two evaluations; keys that are told apart
 * Cost        O(1); a halving each period O(keys)
 * Deviates    the print gives no formula: neither what a token buys nor how frequency becomes a weight
 */
export function writeWeights(
  { ratePerSecond, burstCount, periodMs }: WriteWeightsConfig,
  keys: number,
  clock: Clock,
): WriteWeights {
  const reads = new FrequencySketch(Math.min(keys, keysMax))
  let tokens = burstCount
  let countedAtMs = clock.now
  let evaluatedAtMs = clock.now

  function evaluate(): void {
    const periods = Math.floor((clock.now - evaluatedAtMs) / periodMs)
    // After four halvings nothing is left of a counter of 15.
    for (let halving = Math.min(periods, 4); halving > 0; halving--) reads.halve()
    evaluatedAtMs += periods * periodMs
  }

  function weight(key: number): Ratio {
    evaluate()
    return 1 / (1 + reads.estimate(keyHash(key)))
  }

  return {
    asked(key) {
      evaluate()
      reads.increment(keyHash(key))
    },
    weight,
    pays(key) {
      tokens = Math.min(burstCount, tokens + ((clock.now - countedAtMs) * ratePerSecond) / 1000)
      countedAtMs = clock.now
      const price = weight(key)
      if (tokens < price) return false
      tokens -= price
      return true
    },
  }
}

const keysMax = 65_536
