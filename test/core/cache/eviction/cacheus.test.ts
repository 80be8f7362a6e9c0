import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheus } from '#core/cache/eviction/cacheus.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

describe('cacheus', () => {
  it('never holds more than its capacity and evicts residents only, with entries of any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.record({ key: fc.nat(14), isRemoved: fc.boolean() }), { maxLength: 150 }),
        (capacity, steps) => {
          const cache = slotCache(cacheus, { capacity })
          for (const { key, isRemoved } of steps) {
            if (isRemoved && key % 5 === 0) cache.remove(key)
            else cache.request(key, 1 + (key % 3))
            const held = cache.keys.reduce((total, one) => total + 1 + (one % 3), 0)
            expect(held).toBeLessThanOrEqual(capacity)
          }
        },
      ),
    )
  })

  it('keeps a hot set through a scan that LRU would lose it to', () => {
    const hot = Array.from({ length: 8 }, (_, key) => key)
    const cache = slotCache(cacheus, { capacity: 16 })
    for (let round = 0; round < 5; round++) hitsOf(cache, hot)
    hitsOf(
      cache,
      Array.from({ length: 200 }, (_, index) => 100 + index),
    )
    expect(hitsOf(cache, hot)).toBeGreaterThanOrEqual(7)
  })

  it('resists churn: of a loop larger than itself it keeps a part (LRU would hit never)', () => {
    const loop = Array.from({ length: 4000 }, (_, index) => index % 20)
    expect(hitsOf(slotCache(cacheus, { capacity: 16 }), loop)).toBeGreaterThan(2000)
  })
})
