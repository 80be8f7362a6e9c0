import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hyperbolic } from '#core/cache/eviction/hyperbolic.ts'
import { slotCache } from './slot-cache.ts'

describe('hyperbolic', () => {
  it('evicts the lowest ratio of requests to time in the cache, when its sample holds everything', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(9), { maxLength: 60 }),
        (capacity, keys) => {
          const cache = slotCache(hyperbolic, { capacity, parameters: { samples: 400 } })
          const entries = new Map<number, { count: number; since: number }>()
          for (const [index, key] of keys.entries()) {
            const priority = (one: number) => entries.get(one)!.count / (index + 1 - entries.get(one)!.since)
            const { isHit, evicted } = cache.request(key)
            for (const victim of evicted)
              expect(priority(victim)).toBe(Math.min(...[...entries.keys()].map(priority)))
            for (const victim of evicted) entries.delete(victim)
            if (isHit) entries.get(key)!.count++
            else entries.set(key, { count: 1, since: index + 1 })
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('may miss the lowest when its sample is one entry', () => {
    const victims = new Set<number>()
    for (let seed = 0; seed < 20; seed++) {
      const cache = slotCache(hyperbolic, { capacity: 3, parameters: { samples: 1 }, seed })
      for (const key of [1, 2, 2, 3, 3]) cache.request(key)
      victims.add(cache.request(4).evicted[0]!)
    }
    expect(victims).toEqual(new Set([1, 2, 3]))
  })
})
