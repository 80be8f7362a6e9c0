import { expect, it } from 'vitest'
import { slru } from '#core/cache/eviction/slru.ts'
import { expectAgreement, without } from './agreement.ts'
import { slotCache } from './slot-cache.ts'

it.each([1, 2, 3])('keeps what %i plain lists keep', (segments) => {
  expectAgreement(
    slru,
    (capacity) => {
      const most = Math.floor(capacity / segments)
      const lists: number[][] = Array.from({ length: segments }, () => [])
      function passDown(segment: number): void {
        while (lists[segment]!.length > most) {
          const key = lists[segment]!.pop()!
          if (segment === 0) continue
          lists[segment - 1]!.unshift(key)
          passDown(segment - 1)
        }
      }
      return {
        request(key) {
          const segment = lists.findIndex((list) => list.includes(key))
          if (segment >= 0) {
            const next = Math.min(segment + 1, segments - 1)
            lists[segment] = without(lists[segment]!, key)
            lists[next]!.unshift(key)
            if (next !== segment) passDown(next)
            return
          }
          if (lists.flat().length === capacity) lists.find((list) => list.length > 0)!.pop()
          const roomy = lists.find((list) => list.length < most) ?? lists[0]!
          roomy.unshift(key)
        },
        keys: () => lists.flat(),
      }
    },
    { parameters: { segments }, capacityMin: segments },
  )
})

it('protects what was hit from a scan', () => {
  const cache = slotCache(slru, { capacity: 8 })
  for (const key of [1, 2, 1, 2]) cache.request(key)
  for (let key = 10; key < 40; key++) cache.request(key)
  expect(cache.keys).toEqual(expect.arrayContaining([1, 2]))
})
