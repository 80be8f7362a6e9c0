import { describe, expect, it } from 'vitest'
import { shards } from '#core/cache/sizing/shards.ts'
import { shardsAdj } from '#core/cache/sizing/shards-adj.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { feed, lruMissRatio, skewedRequests } from './requests.ts'

const requests = skewedRequests(60_000, 20_000)
/** A tenth of all requests are for one key, which a sample holds or not. */
const keys = Uint32Array.from(requests.keys, (key, index) => (index % 10 === 0 ? 999_999 : key))
const skewed = { keys, sizes: requests.sizes }
const capacities = [300, 1000, 3000, 6000, 12_000]

describe('SHARDS-adj', () => {
  it('errs less than SHARDS where a very popular key is not in the sample', () => {
    expect(keyHash(999_999)).toBeGreaterThan(0.1 * 2 ** 32)
    const error = (policy: typeof shards | typeof shardsAdj) => {
      const curve = feed(policy.create({ ratio: 0.1, bucket: 1 }, undefined), skewed, 'unit')
      const errors = capacities.map((capacity) =>
        Math.abs(curve.missRatio(capacity) - lruMissRatio(skewed, capacity, 'unit')),
      )
      return errors.reduce((sum, one) => sum + one, 0) / errors.length
    }
    expect(error(shardsAdj)).toBeLessThan(0.02)
    expect(error(shards)).toBeGreaterThan(2 * error(shardsAdj))
  })

  it('is the exact curve when it samples everything', () => {
    const curve = feed(shardsAdj.create({ ratio: 1, bucket: 1 }, undefined), skewed, 'unit')
    for (const capacity of capacities)
      expect(curve.missRatio(capacity)).toBeCloseTo(lruMissRatio(skewed, capacity, 'unit'), 12)
  })
})
