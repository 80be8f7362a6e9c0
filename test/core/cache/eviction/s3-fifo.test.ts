import { expect, it } from 'vitest'
import { s3Fifo } from '#core/cache/eviction/s3-fifo.ts'
import { expectAgreement, without } from './agreement.ts'
import { slotCache } from './slot-cache.ts'

it.each([
  [0.1, 0.9, 2],
  [0.4, 0.5, 1],
  [0.3, 0, 2],
])(
  'keeps what three plain queues keep, small %f, ghosts %f, promoted at %i',
  (smallRatio, ghostRatio, promotionCount) => {
    expectAgreement(
      s3Fifo,
      (capacity) => {
        const smallMax = Math.max(1, Math.floor(capacity * smallRatio))
        const small: number[] = []
        let main: number[] = []
        let ghosts: number[] = []
        const counts = new Map<number, number>()
        const count = (key: number) => counts.get(key) ?? 0
        function evictSmall(): void {
          while (small.length > 0) {
            const key = small.shift()!
            if (count(key) < promotionCount) {
              const ghostMax = Math.floor(capacity * ghostRatio)
              ghosts = ghostMax === 0 ? [] : [...ghosts, key].slice(-ghostMax)
              return
            }
            counts.set(key, 0)
            main.push(key)
          }
          evictMain()
        }
        function evictMain(): void {
          while (count(main[0]!) > 0) {
            const key = main.shift()!
            counts.set(key, count(key) - 1)
            main.push(key)
          }
          main = main.slice(1)
        }
        return {
          request(key) {
            if (small.includes(key) || main.includes(key)) {
              counts.set(key, Math.min(3, count(key) + 1))
              return
            }
            const target = ghosts.includes(key) ? 'main' : 'small'
            ghosts = without(ghosts, key)
            if (small.length + main.length === capacity) {
              if (main.length > capacity - smallMax || small.length === 0) evictMain()
              else evictSmall()
            }
            counts.set(key, 0)
            if (target === 'main') main.push(key)
            else small.push(key)
          },
          keys: () => [...small, ...main],
        }
      },
      { parameters: { smallRatio, ghostRatio, promotionCount } },
    )
  },
)

it('serves hits below twenty entries, where libCacheSim refuses everything', () => {
  const cache = slotCache(s3Fifo, { capacity: 5 })
  expect([1, 1, 2, 2].map((key) => cache.request(key).isHit)).toEqual([false, true, false, true])
})
