import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { LRUCache } from 'lru-cache'
import { createNamedStore } from '#core/cache/named-store.ts'
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

/** What the reference server holds: pages in fragments, of different sizes, for a minute. */
const ttlMs = 60_000
const sizeOf = (key: number): number => 200 + (key % 1_800)
const meanBytes = 1_100

/**
 * The store with a bound in bytes, expiry and objects as values, beside lru-cache with `ttl`, `maxSize` and `sizeCalculation`: once by
 * the numbers that the reference server makes of tenant, page and fragment, once by names, as its shared cache in memory has them.
 */
export function benchServedStore(load: CacheLoad, rounds: number): Figure[] {
  const trace = zipfKeys(load)
  const names = Array.from(trace, (key) => `t${key % 50}:page:${key}`)
  const { capacity } = load
  return measure(
    [
      timed('store, ttl and bytes', trace, () => servedByNumber(trace, capacity)),
      timed('store, ttl and bytes, by name', trace, () => servedByName(trace, names, capacity)),
      timed('lru-cache, ttl and bytes', trace, () => servedByPeer(trace, names, capacity)),
    ],
    'requests/s',
    rounds,
  )
}

const entryOf = (key: number, trueKey: number) => ({
  tenant: 0,
  key,
  version: 1,
  sizeBytes: sizeOf(trueKey),
  expiresAt: ttlMs,
  value: { body: trueKey },
})

function servedByNumber(trace: Uint32Array, capacity: number): number {
  const store = createStore({
    capacityCount: 2 * capacity,
    capacityBytes: capacity * meanBytes,
    eviction: { policy: 'lru' },
  })
  let hits = 0
  for (const key of trace) {
    const slot = store.find(key, 0)
    if (slot >= 0) hits += (store.value(slot) as { body: number }).body === key ? 1 : 0
    else store.put(entryOf(key, key))
  }
  return hits
}

function servedByName(trace: Uint32Array, names: readonly string[], capacity: number): number {
  const store = createNamedStore<{ sizeBytes: number; expiresAt: number; body: number }>({
    capacityCount: 2 * capacity,
    capacityBytes: capacity * meanBytes,
    eviction: { policy: 'lru' },
  })
  let hits = 0
  for (let request = 0; request < trace.length; request++) {
    const key = trace[request]!
    const name = names[request]!
    const held = store.get(name, 0)
    if (held !== undefined) hits += held.body === key ? 1 : 0
    else store.set(name, { sizeBytes: sizeOf(key), expiresAt: ttlMs, body: key })
  }
  return hits
}

function servedByPeer(trace: Uint32Array, names: readonly string[], capacity: number): number {
  const cache = new LRUCache<string, { body: number }>({
    max: 2 * capacity,
    maxSize: capacity * meanBytes,
    ttl: ttlMs,
    sizeCalculation: ({ body }) => sizeOf(body),
  })
  let hits = 0
  for (let request = 0; request < trace.length; request++) {
    const key = trace[request]!
    const held = cache.get(names[request]!)
    if (held !== undefined) hits += held.body === key ? 1 : 0
    else cache.set(names[request]!, { body: key })
  }
  return hits
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
