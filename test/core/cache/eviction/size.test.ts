import fc from 'fast-check'
import { expect, it } from 'vitest'
import { size } from '#core/cache/eviction/size.ts'
import { slotCache } from './slot-cache.ts'

it('evicts an entry that none exceeds', () => {
  const sizeOf = (key: number) => 1 + ((key * 7) % 5)
  fc.assert(
    fc.property(
      fc.integer({ min: 5, max: 20 }),
      fc.array(fc.nat(14), { maxLength: 80 }),
      (capacity, keys) => {
        const cache = slotCache(size, { capacity })
        for (const key of keys) {
          const held = cache.keys.map(sizeOf).toSorted((a, b) => b - a)
          const { evicted } = cache.request(key, sizeOf(key))
          expect(evicted.map(sizeOf)).toEqual(held.slice(0, evicted.length))
        }
      },
    ),
  )
})
