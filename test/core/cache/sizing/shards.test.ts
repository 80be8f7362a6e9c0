import { describe, expect, it } from 'vitest'
import { shards } from '#core/cache/sizing/shards.ts'
import { feed, lruMissRatio, skewedRequests } from './requests.ts'

const requests = skewedRequests(60_000, 20_000)
const capacities = [300, 1000, 3000, 6000, 12_000]

describe('SHARDS', () => {
  it('is the exact curve when it samples everything', () => {
    const curve = feed(shards.create({ ratio: 1, bucket: 1 }, undefined), requests, 'unit')
    for (const capacity of capacities)
      expect(curve.missRatio(capacity)).toBeCloseTo(lruMissRatio(requests, capacity, 'unit'), 12)
  })

  it('errs by less than 0.02 on average at a tenth of the keys', () => {
    const curve = feed(shards.create({ ratio: 0.1, bucket: 1 }, undefined), requests, 'unit')
    const errors = capacities.map((capacity) =>
      Math.abs(curve.missRatio(capacity) - lruMissRatio(requests, capacity, 'unit')),
    )
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.02)
    expect(curve.requests).toBe(60_000)
  })
})
