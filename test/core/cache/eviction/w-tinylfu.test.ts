import { describe, expect, it } from 'vitest'
import { wTinylfu } from '#core/cache/eviction/w-tinylfu.ts'
import type { EvictionContext } from '#core/cache/eviction.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

describe('w-tinylfu', () => {
  it('lets a scan pass through the window and keeps what is frequent', () => {
    const hot = Array.from({ length: 80 }, (_, key) => key)
    const cache = slotCache(wTinylfu, { capacity: 100 })
    for (let round = 0; round < 4; round++) hitsOf(cache, hot)
    hitsOf(
      cache,
      Array.from({ length: 1000 }, (_, index) => 1000 + index),
    )
    expect(hitsOf(cache, hot)).toBeGreaterThan(76)
  })

  it('is LRU when the window is everything', () => {
    const cache = slotCache(wTinylfu, { capacity: 5, parameters: { windowRatio: 1 } })
    let order: number[] = []
    for (let index = 0; index < 500; index++) {
      const key = (index * index) % 11
      const all = [key, ...order.filter((one) => one !== key)]
      expect(cache.request(key).evicted).toEqual(all.slice(5))
      order = all.slice(0, 5)
    }
  })

  it('says that an entry larger than its window cannot pass it', () => {
    const context = {
      capacity: 1000,
      slots: 8,
      sizeOf: () => 1,
      hashOf: () => 0,
    } as unknown as EvictionContext
    expect(wTinylfu.create({ windowRatio: 0.01 }, context).sizeMax).toBe(10)
    expect(wTinylfu.create({ windowRatio: 0.0001 }, context).sizeMax).toBe(1)
  })
})
