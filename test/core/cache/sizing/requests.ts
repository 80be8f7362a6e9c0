/** Requests whose popularity is skewed and drifts, with a size a key, and what LRU caches make of them. */
import { replayTrace } from '#core/cache/replay-trace.ts'
import type { Sizing } from '#core/cache/sizing.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { stream } from '#core/random.ts'

export interface Requests {
  readonly keys: Uint32Array
  readonly sizes: Uint32Array
}

export function skewedRequests(length: number, keys: number): Requests {
  const random = stream(11, 'requests')
  const asked = Uint32Array.from({ length }, (_, index) => Math.floor(keys * random() ** 3 + index / 20))
  return { keys: asked, sizes: asked.map((key) => 1 + (key % 7)) }
}

export function lruMissRatio({ keys, sizes }: Requests, capacity: number, kind: 'unit' | 'sized'): number {
  const trace = kind === 'unit' ? { keys } : { keys, sizes }
  return replayTrace(trace, { policy: { policy: 'lru' }, capacity }).misses / keys.length
}

export function feed(sizing: Sizing, { keys, sizes }: Requests, kind: 'unit' | 'sized'): Sizing {
  for (const [index, key] of keys.entries()) sizing.request(keyHash(key), kind === 'unit' ? 1 : sizes[index]!)
  return sizing
}
