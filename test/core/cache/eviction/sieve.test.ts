import { expect, it } from 'vitest'
import { lfu } from '#core/cache/eviction/lfu.ts'
import { sieve } from '#core/cache/eviction/sieve.ts'
import { expectAgreement, without } from './agreement.ts'
import { slotCache } from './slot-cache.ts'

it('moves its hand from old to new over entries that stay where they are', () => {
  expectAgreement(sieve, (capacity) => {
    let order: number[] = []
    const marked = new Set<number>()
    let hand: number | undefined
    const newer = (key: number) => order[order.indexOf(key) + 1]
    return {
      request(key) {
        if (order.includes(key)) {
          marked.add(key)
          return
        }
        if (order.length === capacity) {
          let victim = hand ?? order[0]!
          while (marked.delete(victim)) victim = newer(victim) ?? order[0]!
          hand = newer(victim)
          order = without(order, victim)
        }
        order.push(key)
      },
      keys: () => order,
    }
  })
})

it('decides as LFU until its hand has gone round once', () => {
  const [one, other] = [slotCache(sieve, { capacity: 4 }), slotCache(lfu, { capacity: 4 })]
  for (const key of [1, 2, 3, 4, 2, 4, 5, 6]) expect(one.request(key)).toEqual(other.request(key))
})
