import { expect, it } from 'vitest'
import { twoQ } from '#core/cache/eviction/two-q.ts'
import { expectAgreement, without } from './agreement.ts'
import { slotCache } from './slot-cache.ts'

it('keeps what a queue, a list and a queue of ghosts keep', () => {
  expectAgreement(twoQ, (capacity) => {
    const firstMax = Math.max(1, Math.floor(capacity / 4))
    const ghostMax = Math.floor(capacity / 2)
    const first: number[] = []
    let frequent: number[] = []
    let ghosts: number[] = []
    return {
      request(key) {
        if (first.includes(key)) return
        if (frequent.includes(key)) {
          frequent = [...without(frequent, key), key]
          return
        }
        const wasGhost = ghosts.includes(key)
        ghosts = without(ghosts, key)
        if (first.length + frequent.length === capacity) {
          if (first.length > firstMax || frequent.length === 0) {
            ghosts.push(first.shift()!)
            if (ghosts.length > ghostMax) ghosts.shift()
          } else frequent.shift()
        }
        if (wasGhost) frequent.push(key)
        else first.push(key)
      },
      keys: () => [...first, ...frequent],
    }
  })
})

it('keeps for long only what came back after it had left', () => {
  const cache = slotCache(twoQ, { capacity: 4 })
  for (const key of [1, 2, 3, 4, 5, 1]) cache.request(key)
  for (const key of [6, 7, 8, 9, 6]) cache.request(key)
  expect(cache.keys).toContain(1)
})
