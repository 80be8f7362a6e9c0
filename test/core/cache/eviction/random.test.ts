import { expect, it } from 'vitest'
import { fifo } from '#core/cache/eviction/fifo.ts'
import { random } from '#core/cache/eviction/random.ts'
import { zipfSampler } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'
import { hitsOf, slotCache } from './slot-cache.ts'

it('evicts each entry equally often', () => {
  const counts = new Map<number, number>()
  for (let seed = 0; seed < 3_000; seed++) {
    const cache = slotCache(random, { capacity: 5, seed })
    for (let key = 0; key < 5; key++) cache.request(key)
    const victim = cache.request(5).evicted[0]!
    counts.set(victim, (counts.get(victim) ?? 0) + 1)
  }
  // Chi-square with 4 degrees of freedom: 18.5 is exceeded once in a thousand.
  const chiSquare = [0, 1, 2, 3, 4].reduce((sum, key) => sum + (counts.get(key)! - 600) ** 2 / 600, 0)
  expect(chiSquare).toBeLessThan(18.5)
})

it('has the hits of FIFO when requests are independent (Gelenbe 1973)', () => {
  const draw = zipfSampler(200, 0.9, stream(3, 'requests'))
  const requests = Array.from({ length: 40_000 }, draw)
  const ours = hitsOf(slotCache(random, { capacity: 20 }), requests)
  const theirs = hitsOf(slotCache(fifo, { capacity: 20 }), requests)
  expect(Math.abs(ours - theirs) / requests.length).toBeLessThan(0.01)
})
