import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lruK } from '#core/cache/eviction/lru-k.ts'
import { slotCache } from './slot-cache.ts'

/** All references of every key for ever; history is cut only where the policy says so. */
function obvious(capacity: number, k: number, historyRatio: number) {
  const times = new Map<number, number[]>()
  let residents: number[] = []
  let ghosts: number[] = []
  let now = 0
  const last = (key: number, n: number) => times.get(key)!.at(-n) ?? 0
  return (key: number): number[] => {
    const evicted: number[] = []
    if (!residents.includes(key)) {
      ghosts = ghosts.filter((one) => one !== key)
      if (residents.length === capacity) {
        const order = residents.toSorted((a, b) => last(a, k) - last(b, k) || last(a, 1) - last(b, 1))
        const victim = order[0]!
        residents = residents.filter((one) => one !== victim)
        ghosts.push(victim)
        evicted.push(victim)
        while (ghosts.length > historyRatio * capacity) times.delete(ghosts.shift()!)
      }
      residents.push(key)
    }
    times.set(key, [...(times.get(key) ?? []), ++now])
    return evicted
  }
}

describe('lru-k', () => {
  it('evicts what a list of all references says, with ghosts and without', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(0, 0.5, 1, 2),
        fc.array(fc.nat(9), { maxLength: 80 }),
        (capacity, k, historyRatio, keys) => {
          const cache = slotCache(lruK, { capacity, parameters: { k, historyRatio } })
          const reference = obvious(capacity, k, historyRatio)
          for (const key of keys) expect(cache.request(key).evicted).toEqual(reference(key))
        },
      ),
    )
  })

  it('keeps pages that were used twice when a scan passes by (section 1.1 of the paper)', () => {
    const cache = slotCache(lruK, { capacity: 4 })
    for (const key of [1, 2, 1, 2]) cache.request(key)
    for (let key = 10; key < 100; key++) cache.request(key)
    expect(cache.keys).toEqual(expect.arrayContaining([1, 2]))
  })

  it('forgets a removed entry at once', () => {
    const cache = slotCache(lruK, { capacity: 2 })
    for (const key of [1, 1, 2]) cache.request(key)
    cache.remove(1)
    for (const key of [1, 2]) cache.request(key)
    expect(cache.request(3).evicted).toEqual([1])
  })
})
