import { expect, it } from 'vitest'
import { fifo } from '#core/cache/eviction/fifo.ts'
import { ttlOnly } from '#core/cache/eviction/ttl-only.ts'
import { createStore } from '#core/cache/store.ts'
import { slotCache } from './slot-cache.ts'

const entry = (key: number, expiresAt: number) => ({
  tenant: 0,
  key,
  version: 1,
  sizeBytes: 1,
  expiresAt,
  value: key,
})

it('evicts what expires first, however often it is asked for', () => {
  const store = createStore({ capacityCount: 3, eviction: { policy: 'ttl-only' } })
  store.put(entry(1, 300))
  store.put(entry(2, 100))
  store.put(entry(3, 200))
  store.find(2, 0)
  store.put(entry(4, 50))
  expect([1, 2, 3, 4].map((key) => store.peek(key) >= 0)).toEqual([true, false, true, true])
  store.put(entry(5, 400))
  expect([1, 3, 4, 5].map((key) => store.peek(key) >= 0)).toEqual([true, true, false, true])
})

it('is first in, first out when nothing expires', () => {
  const [one, other] = [slotCache(ttlOnly, { capacity: 4 }), slotCache(fifo, { capacity: 4 })]
  for (let at = 0; at < 200; at++) expect(one.request((at * at) % 13)).toEqual(other.request((at * at) % 13))
})
