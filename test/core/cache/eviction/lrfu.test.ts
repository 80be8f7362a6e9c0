import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lrfu } from '#core/cache/eviction/lrfu.ts'
import { slotCache } from './slot-cache.ts'

const traces = fc.array(fc.nat(9), { maxLength: 80 })

describe('lrfu', () => {
  it('evicts an entry whose sum over all its references (equation 1 of the paper) is the lowest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(0.01, 0.1, 0.5),
        traces,
        (capacity, lambda, keys) => {
          const cache = slotCache(lrfu, { capacity, parameters: { lambda } })
          const times = new Map<number, number[]>()
          for (const [index, key] of keys.entries()) {
            const sum = (one: number) =>
              times.get(one)!.reduce((total, at) => total + 0.5 ** (lambda * (index + 1 - at)), 0)
            const sums = new Map(cache.keys.map((one) => [one, sum(one)]))
            const { isHit, evicted } = cache.request(key)
            for (const victim of evicted)
              expect(sums.get(victim)! - Math.min(...sums.values())).toBeLessThan(1e-9)
            times.set(key, [...(isHit ? times.get(key)! : []), index + 1])
          }
        },
      ),
    )
  })

  it('is LRU when lambda is 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), traces, (capacity, keys) => {
        const cache = slotCache(lrfu, { capacity, parameters: { lambda: 1 } })
        let order: number[] = []
        for (const key of keys) {
          const all = [key, ...order.filter((one) => one !== key)]
          expect(cache.request(key).evicted).toEqual(all.slice(capacity))
          order = all.slice(0, capacity)
        }
      }),
    )
  })

  it('is LFU, the least recent first among equals, when lambda is 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), traces, (capacity, keys) => {
        const cache = slotCache(lrfu, { capacity, parameters: { lambda: 0 } })
        const counts = new Map<number, number>()
        let order: number[] = []
        for (const key of keys) {
          const isFull = order.length === capacity && !order.includes(key)
          const victim = order.toSorted((a, b) => counts.get(a)! - counts.get(b)!)[0]!
          expect(cache.request(key).evicted).toEqual(isFull ? [victim] : [])
          if (isFull) {
            order = order.filter((one) => one !== victim)
            counts.delete(victim)
          }
          counts.set(key, (counts.get(key) ?? 0) + 1)
          order = [...order.filter((one) => one !== key), key]
        }
      }),
    )
  })
})
