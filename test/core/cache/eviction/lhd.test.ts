import { describe, expect, it } from 'vitest'
import { lhd } from '#core/cache/eviction/lhd.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

/** A hot set of 20 keys among keys that are asked for once. */
const mixed = Array.from({ length: 12_000 }, (_, index) =>
  index % 2 === 0 ? (index / 2) % 20 : 1000 + index,
)

describe('lhd', () => {
  it('keeps a hot set among keys that are asked for once', () => {
    expect(hitsOf(slotCache(lhd, { capacity: 30 }), mixed)).toBeGreaterThan(5000)
  })

  it('still does after it has learned densities', () => {
    const cache = slotCache(lhd, { capacity: 30, parameters: { period: 1000 } })
    hitsOf(cache, mixed)
    expect(hitsOf(cache, mixed)).toBeGreaterThan(3000)
  })

  it('prefers small entries: many more of them fit', () => {
    const cache = slotCache(lhd, { capacity: 100, parameters: { explorerRatio: 0 } })
    let hits = 0
    for (let index = 0; index < 6000; index++) {
      const key = (index * 7919) % 40
      if (cache.request(key, key < 10 ? 50 : 2).isHit && key >= 10) hits++
    }
    expect(hits).toBeGreaterThan(3500)
  })

  it('gives the explorers their budget back when they are removed', () => {
    const cache = slotCache(lhd, { capacity: 10, parameters: { explorerRatio: 1 } })
    for (let index = 0; index < 2000; index++) {
      cache.request(index)
      if (index % 3 === 0) cache.remove(index)
    }
    expect(cache.keys.length).toBeLessThanOrEqual(10)
  })
})
