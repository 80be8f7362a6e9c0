import { LRUCache } from 'lru-cache'
import { createStore } from '#core/cache/store.ts'
import { zipfSampler } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'
import { type Figure, measure } from './measure.ts'

/** Reads through an LRU of a tenth of the keys, Zipf 0.99. Peer: the package lru-cache with the same requests and capacity. */
export function benchCache(keys: number, requests: number, rounds: number): Figure[] {
  const draw = zipfSampler(keys, 0.99, stream(1, 'cache'))
  const trace = Int32Array.from({ length: requests }, draw)
  const capacity = Math.max(1, Math.floor(keys / 10))
  const ours = () => {
    const store = createStore({ capacityCount: capacity, eviction: { policy: 'lru' } })
    let hits = 0
    for (const key of trace) {
      if (store.find(key, 0) >= 0) hits++
      else
        store.put({
          tenant: 0,
          key,
          version: 1,
          sizeBytes: 1,
          expiresAt: Number.POSITIVE_INFINITY,
          value: key,
        })
    }
    return hits
  }
  const peer = () => {
    const cache = new LRUCache<number, number>({ max: capacity })
    let hits = 0
    for (const key of trace) {
      if (cache.get(key) !== undefined) hits++
      else cache.set(key, key)
    }
    return hits
  }
  return measure(
    [
      { name: 'store with lru', amount: requests, run: ours },
      { name: 'lru-cache', amount: requests, run: peer },
    ],
    'requests/s',
    rounds,
  )
}
