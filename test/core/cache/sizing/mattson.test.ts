import { describe, expect, it } from 'vitest'
import { mattson } from '#core/cache/sizing/mattson.ts'
import { feed, lruMissRatio, skewedRequests } from './requests.ts'

const requests = skewedRequests(20_000, 1500)

describe('the curve of Mattson', () => {
  it('is exactly what LRU caches of every capacity miss', () => {
    const curve = feed(mattson.create({ bucket: 1 }, undefined), requests, 'unit')
    for (const capacity of [1, 2, 10, 57, 200, 800, 1500, 5000])
      expect(curve.missRatio(capacity)).toBeCloseTo(lruMissRatio(requests, capacity, 'unit'), 12)
  })

  it('is within 0.005 of that when entries differ in size', () => {
    const curve = feed(mattson.create({ bucket: 1 }, undefined), requests, 'sized')
    for (const capacity of [40, 230, 800, 3200, 6000])
      expect(Math.abs(curve.missRatio(capacity) - lruMissRatio(requests, capacity, 'sized'))).toBeLessThan(
        0.005,
      )
  })

  it('knows nothing before the first request', () => {
    const curve = mattson.create({ bucket: 1 }, undefined)
    expect([curve.missRatio(10), curve.requests]).toEqual([1, 0])
  })
})
