import { describe, expect, it } from 'vitest'
import { lrfu } from '#core/cache/eviction/lrfu.ts'
import { lru } from '#core/cache/eviction/lru.ts'
import { miniatureSelector } from '#core/cache/eviction/miniature-selector.ts'
import { stream } from '#core/random.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

/** Popular keys among keys that are asked for once: frequency wins. */
function popular(): number[] {
  const random = stream(4, 'popular')
  return Array.from({ length: 20_000 }, (_, index) =>
    index % 2 === 0 ? Math.floor(400 * random() ** 2) : 1000 + index,
  )
}
/** Each key is asked for a few times within a short while and never again: recency wins. */
function fresh(): number[] {
  const random = stream(3, 'fresh')
  return Array.from(
    { length: 20_000 },
    (_, index) => 100_000 + Math.floor(index / 4) - Math.floor(150 * random()),
  )
}

describe('miniature-selector', () => {
  it('hits about as much as the better of recency and frequency, whichever that is', () => {
    for (const keys of [popular(), fresh()]) {
      const recency = hitsOf(slotCache(lru, { capacity: 100 }), keys)
      const frequency = hitsOf(slotCache(lrfu, { capacity: 100, parameters: { lambda: 0 } }), keys)
      const selected = hitsOf(slotCache(miniatureSelector, { capacity: 100 }), keys)
      expect(selected).toBeGreaterThan(0.93 * Math.max(recency, frequency))
    }
  })

  it('changes its mind when the requests change', () => {
    const cache = slotCache(miniatureSelector, { capacity: 100 })
    hitsOf(cache, popular())
    const later = hitsOf(cache, fresh())
    expect(later).toBeGreaterThan(0.9 * hitsOf(slotCache(lru, { capacity: 100 }), fresh()))
  })
})
