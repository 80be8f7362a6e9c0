import { describe, expect, it } from 'vitest'
import { rankRules } from '#core/cache/eviction/rank-rule.ts'
import { RankedCache } from '#core/cache/eviction/ranked-cache.ts'

const rule = (name: string) => rankRules.find((one) => one.name === name)!
const cacheWith = (name: string) =>
  new RankedCache(rule(name), { slots: 4, sizeOf: (slot) => slot + 1, halfLife: 8 })

describe('a ranked cache', () => {
  it('evicts by its rule and knows its size', () => {
    const cache = cacheWith('recency')
    for (const slot of [0, 1, 2]) cache.insert(slot)
    cache.hit(0)
    expect(cache.size).toBe(6)
    expect([cache.evict(), cache.evict(), cache.evict(), cache.evict()]).toEqual([1, 2, 0, -1])
    expect(cache.size).toBe(0)
  })

  it('ranks anew what it holds when it adopts another rule', () => {
    const cache = cacheWith('recency')
    for (const slot of [0, 1, 2, 0, 0, 1]) cache.has(slot) ? cache.hit(slot) : cache.insert(slot)
    cache.adopt(rule('frequency'))
    expect(cache.rule.name).toBe('frequency')
    expect([cache.evict(), cache.evict(), cache.evict()]).toEqual([2, 1, 0])
  })

  it('ages: after many evictions an entry that was popular long ago leaves', () => {
    const cache = cacheWith('aged-frequency')
    cache.insert(0)
    for (let i = 0; i < 5; i++) cache.hit(0)
    const left: number[] = []
    for (let slot = 1; slot < 30; slot++) {
      cache.insert(slot)
      if (slot >= 2) left.push(cache.evict())
    }
    expect(left).toContain(0)
  })
})
