import { describe, expect, it } from 'vitest'
import { scanResistantLru } from '#core/cache/eviction/scan-resistant-lru.ts'

const one = () => 1

describe('scan-resistant LRU', () => {
  it('lets a scan push out only what was not used again', () => {
    const lru = scanResistantLru(6, 16, one)
    for (const slot of [0, 1, 2]) lru.insert(slot)
    for (const slot of [3, 4, 5]) lru.insert(slot)
    const left: number[] = []
    for (const slot of [6, 7, 8, 9]) {
      left.push(lru.last())
      lru.remove(lru.last())
      lru.insert(slot)
    }
    expect(left).toEqual([3, 4, 5, 6])
  })

  it('moves an entry that is hit among the reused ones, and the last of them back', () => {
    const lru = scanResistantLru(4, 8, one)
    for (const slot of [0, 1, 2, 3]) lru.insert(slot)
    expect(lru.last()).toBe(2)
    lru.hit(2)
    expect(lru.last()).toBe(3)
    lru.remove(3)
    expect(lru.last()).toBe(0)
  })

  it('gives newcomers more room when one that left comes back, so that a reused one is pushed back', () => {
    const orderAfter = (returning: number | undefined) => {
      const lru = scanResistantLru(6, 8, one)
      for (const slot of [0, 1, 2, 3, 4, 5]) lru.insert(slot)
      lru.remove(3)
      lru.left(3)
      if (returning !== undefined) lru.missed(returning)
      lru.insert(6)
      lru.insert(7)
      const order: number[] = []
      for (let slot = lru.last(); slot >= 0; slot = lru.last()) {
        order.push(slot)
        lru.remove(slot)
      }
      return order
    }
    expect(orderAfter(undefined)).toEqual([4, 5, 6, 7, 0, 1, 2])
    expect(orderAfter(3)).toEqual([4, 5, 6, 0, 7, 1, 2])
  })

  it('is empty when all have left', () => {
    const lru = scanResistantLru(4, 8, one)
    expect(lru.last()).toBe(-1)
    lru.insert(5)
    lru.remove(5)
    expect(lru.last()).toBe(-1)
  })
})
