import { describe, expect, it } from 'vitest'
import { MiniatureCache } from '#core/cache/eviction/miniature-cache.ts'
import { rankRules } from '#core/cache/eviction/rank-rule.ts'

describe('a miniature cache', () => {
  it('counts the hits that its rule would have had', () => {
    const cache = new MiniatureCache(rankRules[0]!, { capacity: 2, halfLife: 2 })
    for (const hash of [1, 2, 1, 3, 2, 2, 1]) cache.request(hash, 1)
    // LRU of two: hits are the second 1 and the third 2.
    expect(cache.hits).toBe(2)
  })

  it('takes nothing that is larger than itself', () => {
    const cache = new MiniatureCache(rankRules[0]!, { capacity: 2, halfLife: 2 })
    for (const hash of [1, 1]) cache.request(hash, 3)
    expect(cache.hits).toBe(0)
  })
})
