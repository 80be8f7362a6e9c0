import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { LRUCache } from 'lru-cache'
import { replayTrace } from '#core/cache/replay-trace.ts'
import { createStore } from '#core/cache/store.ts'
import { zipfSampler } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'
import { type Figure, measure, type Timed } from './measure.ts'

export interface CacheLoad {
  readonly keys: number
  readonly requests: number
  readonly capacity: number
}

/** Zipf 0.99 over keys that are spread over 32 bits. */
export function zipfKeys({ keys, requests }: CacheLoad): Uint32Array {
  const draw = zipfSampler(keys, 0.99, stream(1, 'cache'))
  return Uint32Array.from({ length: requests }, () => Math.imul(draw() + 1, 2_654_435_761) >>> 0)
}

/** A store with lru, values and expiry, beside the package lru-cache with the same requests and capacity. */
export function benchStore(load: CacheLoad, rounds: number): Figure[] {
  const trace = zipfKeys(load)
  const { capacity } = load
  const ours = () => {
    const store = createStore({ capacityCount: capacity, eviction: { policy: 'lru' } })
    let hits = 0
    for (const key of trace) {
      if (store.find(key, 0) >= 0) hits++
      else store.put({ tenant: 0, key, version: 1, sizeBytes: 1, expiresAt: Infinity, value: key })
    }
    return hits
  }
  return measure([timed('store with lru', trace, ours), peer(trace, capacity)], 'requests/s', rounds)
}

/** The replay of a trace with one policy, beside lru-cache. */
export function benchReplay(policy: string, load: CacheLoad, rounds: number): Figure[] {
  const trace = zipfKeys(load)
  const { capacity } = load
  const ours = () => trace.length - replayTrace({ keys: trace }, { policy: { policy }, capacity }).misses
  return measure([timed(policy, trace, ours), peer(trace, capacity)], 'requests/s', rounds)
}

const timed = (name: string, trace: Uint32Array, run: () => number): Timed => ({
  name,
  amount: trace.length,
  run,
})

function peer(trace: Uint32Array, capacity: number): Timed {
  return timed('lru-cache', trace, () => {
    const cache = new LRUCache<number, number>({ max: capacity })
    let hits = 0
    for (const key of trace) {
      if (cache.get(key) !== undefined) hits++
      else cache.set(key, key)
    }
    return hits
  })
}

/** As `benchReplay`, in a process of its own: V8 then knows one policy only, as in a run that uses one. */
export function benchReplayAlone(policy: string, load: CacheLoad, rounds: number): Figure[] {
  const script = fileURLToPath(import.meta.url)
  const output = execFileSync(process.execPath, [script, policy, JSON.stringify(load), String(rounds)], {
    encoding: 'utf8',
  })
  return JSON.parse(output) as Figure[]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [policy, load, rounds] = process.argv.slice(2)
  console.log(JSON.stringify(benchReplay(policy!, JSON.parse(load!) as CacheLoad, Number(rounds))))
}
