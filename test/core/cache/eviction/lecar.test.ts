import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lecar } from '#core/cache/eviction/lecar.ts'
import { lrfu } from '#core/cache/eviction/lrfu.ts'
import { lru } from '#core/cache/eviction/lru.ts'
import { stream } from '#core/random.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

/** Algorithms 1 and 2 of the paper with arrays, on the same draws. */
function obvious(capacity: number, seed: number) {
  const random = stream(seed, 'eviction')
  const learningRate = 0.45
  let order: number[] = []
  const uses = new Map<number, { count: number; last: number }>()
  const ghosts: { key: number; expert: 0 | 1; at: number }[] = []
  const weights = [0.5, 0.5]
  let now = 0
  return (key: number): number[] => {
    now++
    const isHit = order.includes(key)
    const evicted: number[] = []
    if (!isHit) {
      const ghost = ghosts.findIndex((one) => one.key === key)
      if (ghost >= 0) {
        const { expert, at } = ghosts.splice(ghost, 1)[0]!
        weights[expert]! *= Math.exp(-learningRate * 0.005 ** ((now - at) / capacity))
        const total = weights[0]! + weights[1]!
        for (const one of [0, 1]) weights[one] = weights[one]! / total
      }
      if (order.length === capacity) {
        const expert = random() < weights[0]! ? 0 : 1
        const recent = order.at(-1)!
        const rare = order.toSorted(
          (a, b) => uses.get(a)!.count - uses.get(b)!.count || uses.get(a)!.last - uses.get(b)!.last,
        )[0]!
        const victim = expert === 0 ? recent : rare
        evicted.push(victim)
        order = order.filter((one) => one !== victim)
        if (recent !== rare) ghosts.unshift({ key: victim, expert, at: now })
        const own = ghosts.filter((one) => one.expert === expert)
        if (own.length > capacity / 2) ghosts.splice(ghosts.indexOf(own.at(-1)!), 1)
      }
    }
    order = [key, ...order.filter((one) => one !== key)]
    uses.set(key, { count: isHit ? uses.get(key)!.count + 1 : 1, last: now })
    return evicted
  }
}

describe('lecar', () => {
  it('decides as the algorithm of the paper written with arrays', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.nat(100),
        fc.array(fc.nat(14), { maxLength: 120 }),
        (capacity, seed, keys) => {
          const cache = slotCache(lecar, { capacity, seed })
          const reference = obvious(capacity, seed)
          for (const key of keys) expect(cache.request(key).evicted).toEqual(reference(key))
        },
      ),
    )
  })

  it('hits more than LRU where frequency counts, and more than LFU where recency does', () => {
    const random = stream(2, 'keys')
    const popular = Array.from({ length: 15_000 }, () => Math.floor(400 * random() ** 3))
    const fresh = Array.from({ length: 15_000 }, (_, index) => index / 4 - Math.floor(60 * random())).map(
      Math.floor,
    )
    const hits = (policy: typeof lru | typeof lrfu | typeof lecar, keys: number[], parameters = {}) =>
      hitsOf(slotCache(policy, { capacity: 40, parameters }), keys)
    expect(hits(lecar, popular)).toBeGreaterThan(1.01 * hits(lru, popular))
    expect(hits(lecar, fresh)).toBeGreaterThan(1.03 * hits(lrfu, fresh, { lambda: 0 }))
  })
})
