import { expect, it } from 'vitest'
import { lru } from '#core/cache/eviction/lru.ts'
import { expectAgreement, without } from './agreement.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

it('keeps what a list in order of last use keeps', () => {
  expectAgreement(lru, (capacity) => {
    let order: number[] = []
    return {
      request(key) {
        order = [key, ...without(order, key)].slice(0, capacity)
      },
      keys: () => order,
    }
  })
})

it('has more hits with more places (Mattson: inclusion)', () => {
  const requests = Array.from({ length: 400 }, (_, at) => (at * at * 7 + at) % 23)
  const hits = Array.from({ length: 20 }, (_, at) => hitsOf(slotCache(lru, { capacity: at + 1 }), requests))
  expect(hits).toEqual(hits.toSorted((a, b) => a - b))
})
