import { expect, it } from 'vitest'
import { fifo } from '#core/cache/eviction/fifo.ts'
import { expectAgreement } from './agreement.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

it('keeps what a queue keeps', () => {
  expectAgreement(fifo, (capacity) => {
    let queue: number[] = []
    return {
      request(key) {
        if (!queue.includes(key)) queue = [...queue, key].slice(-capacity)
      },
      keys: () => queue,
    }
  })
})

it("shows Belady's anomaly: four places have fewer hits than three", () => {
  const requests = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5]
  expect(hitsOf(slotCache(fifo, { capacity: 3 }), requests)).toBe(3)
  expect(hitsOf(slotCache(fifo, { capacity: 4 }), requests)).toBe(2)
})
