import { describe, expect, it } from 'vitest'
import { sampledDistances } from '#core/cache/sizing/sampled-distances.ts'
import { stream } from '#core/random.ts'

describe('sampled distances', () => {
  it('look at all requests of a key or at none', () => {
    const sample = sampledDistances({ ratio: 0.5, bucket: 1 })
    for (const hash of [1, 2 ** 31 - 1, 2 ** 31, 1, 2 ** 32 - 1, 1]) sample.request(hash, 1)
    expect([sample.requests, sample.sampled]).toEqual([6, 4])
  })

  it('are scaled up to distances among all keys', () => {
    const sample = sampledDistances({ ratio: 0.1, bucket: 1 })
    const random = stream(1, 'hashes')
    const hashes = Array.from({ length: 20_000 }, () => Math.floor(random() * 2 ** 32))
    for (const hash of [...hashes, ...hashes]) sample.request(hash, 1)
    // A loop over 20,000 keys: all distances are 20,000, but for the error of the sample (four standard deviations).
    const error = 4 * Math.sqrt(20_000 * 0.1 * 0.9) * 10
    expect(sample.counts.missRatio(20_000 - error, sample.sampled)).toBe(1)
    expect(sample.counts.missRatio(20_000 + error, sample.sampled)).toBeCloseTo(0.5, 12)
  })
})
