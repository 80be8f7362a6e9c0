import type { Trace } from '#core/cache/replay-trace.ts'
import type { FaultyReplay } from './random-with-fault.ts'

/**
 * Misses of Cacheus as libCacheSim has it. Its faults, none of them in the paper:
 *
 * 1. `num_hit / update_interval` divides integers, so the hit ratio is always 0 and the learning rate stays what it was drawn as.
 * 2. An entry that moves between the lists is a new object there whose marks (demoted, new) are gone, so the border between the two parts of SR-LRU
 *    never moves from the middle.
 * 3. Newcomers leave as soon as their half is full, also while the other half is empty: the cache does not fill.
 * 4. An entry larger than its part is not admitted, after room was made for it.
 *
 * Source  libCacheSim, cache/eviction/Cacheus.c, SR_LRU.c, CR_LFU.c
 */
export function cacheusWithFaults({ keys, sizes }: Trace, { capacity, seed }: FaultyReplay): number {
  const half = Math.floor(capacity / 2)
  const [scanned, reused, history] = [new Recency(half), new Recency(half), new Recency(capacity)]
  const sent = { byRecency: new Recency(half), byFrequency: new Recency(half) }
  const frequency = new Frequency()
  const draw = generator(seed)
  const loss = Math.exp(-(0.001 + draw(1000) / 1000))
  let weight = 0.5
  let misses = 0

  function hit(key: number, size: number): boolean {
    if (reused.touch(key)) return true
    if (!scanned.remove(key)) return false
    makeRoom(size)
    reused.insert(key, size)
    return true
  }

  function makeRoom(size: number): void {
    while (reused.used + size > reused.limit && reused.count > 0) {
      const [last, lastSize] = reused.last()
      reused.remove(last)
      scanned.insert(last, lastSize)
    }
  }

  function regret(key: number): void {
    const recent = weight * (sent.byRecency.remove(key) ? loss : 1)
    const frequent = (1 - weight) * (sent.byFrequency.remove(key) ? loss : 1)
    weight = recent / (recent + frequent)
  }

  function evict(): void {
    const [leastRecent] = scanned.count > 0 ? scanned.last() : reused.last()
    const leastFrequent = frequency.victim()
    const isRecent = draw(100) / 100 < weight
    const victim = isRecent ? leastRecent : leastFrequent
    const size = leave(victim)
    if (leastRecent !== leastFrequent) (isRecent ? sent.byRecency : sent.byFrequency).push(victim, size)
  }

  function leave(key: number): number {
    const size = scanned.remove(key) || reused.remove(key)
    history.insert(key, size, frequency.remove(key))
    return size
  }

  function insert(key: number, size: number): void {
    const isRemembered = history.has(key)
    if (size > (isRemembered ? reused : scanned).limit) return
    frequency.add(key, isRemembered ? history.noteOf(key) + 1 : 1)
    if (isRemembered) {
      history.remove(key)
      makeRoom(size)
      reused.insert(key, size)
    } else scanned.insert(key, size)
    while (scanned.used > scanned.limit) leave(scanned.last()[0])
  }

  for (let request = 0; request < keys.length; request++) {
    const key = keys[request]!
    const size = sizes?.[request] ?? 1
    if (hit(key, size)) {
      frequency.add(key, frequency.remove(key) + 1)
      continue
    }
    misses++
    regret(key)
    if (size > capacity) continue
    while (scanned.used + reused.used + size > capacity) {
      evict()
      history.trim()
    }
    insert(key, size)
    history.trim()
  }
  return misses
}

/** Knuth's MMIX generator, as a number below a limit. */
function generator(seed: number): (limit: number) => number {
  let state = BigInt(seed)
  return (limit) => {
    state = (6_364_136_223_846_793_005n * state + 1_442_695_040_888_963_407n) & ((1n << 64n) - 1n)
    return Number(state % BigInt(limit))
  }
}

/** Keys in the order of their last use, the oldest first, each with its size and a note. */
class Recency {
  used = 0
  readonly limit: number
  readonly #entries = new Map<number, readonly [size: number, note: number]>()

  constructor(limit: number) {
    this.limit = limit
  }

  get count(): number {
    return this.#entries.size
  }

  has(key: number): boolean {
    return this.#entries.has(key)
  }

  noteOf(key: number): number {
    return this.#entries.get(key)![1]
  }

  last(): readonly [key: number, size: number] {
    const [key, [size]] = this.#entries.entries().next().value!
    return [key, size]
  }

  insert(key: number, size: number, note = 0): void {
    this.#entries.set(key, [size, note])
    this.used += size
  }

  /** As a cache of its own. */
  push(key: number, size: number): void {
    while (this.used + size > this.limit && this.count > 0) this.remove(this.last()[0])
    if (size <= this.limit) this.insert(key, size)
  }

  touch(key: number): boolean {
    const entry = this.#entries.get(key)
    if (entry === undefined) return false
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return true
  }

  /** The size of what was removed, 0 when it was not there. */
  remove(key: number): number {
    const size = this.#entries.get(key)?.[0] ?? 0
    this.#entries.delete(key)
    this.used -= size
    return size
  }

  trim(): void {
    while (this.used >= this.limit) this.remove(this.last()[0])
  }
}

/** Keys by frequency; among the least frequent the latest leaves. */
class Frequency {
  readonly #frequencies = new Map<number, number>()
  readonly #buckets: { readonly keys: number[]; readonly at: Map<number, number> }[] = []

  add(key: number, frequency: number): void {
    this.#frequencies.set(key, frequency)
    const bucket = this.#bucketOf(frequency)
    bucket.at.set(key, bucket.keys.length)
    bucket.keys.push(key)
  }

  remove(key: number): number {
    const frequency = this.#frequencies.get(key)!
    this.#frequencies.delete(key)
    const bucket = this.#bucketOf(frequency)
    bucket.keys[bucket.at.get(key)!] = -1
    bucket.at.delete(key)
    while (bucket.keys.at(-1) === -1) bucket.keys.pop()
    return frequency
  }

  victim(): number {
    return this.#buckets.find((bucket) => bucket !== undefined && bucket.at.size > 0)!.keys.at(-1)!
  }

  #bucketOf(frequency: number) {
    this.#buckets[frequency] ??= { keys: [], at: new Map() }
    return this.#buckets[frequency]
  }
}
