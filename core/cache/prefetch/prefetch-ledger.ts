import type { Bytes, Ratio } from '#core/units.ts'

/**
 * Books what loading ahead was good for, and what it cost.
 *
 *   loaded ahead  --asked for while held--> useful
 *                 --evicted before--------> wasted
 *   evicted to make room for it --asked for before long, by demand--> pollution: a miss that loading ahead made
 *
 * Source  Srinath, Mutlu, Kim, Patt: Feedback directed prefetching. HPCA 2007, section 2.3 (accuracy, pollution by what was evicted)
 * Cost    O(1) each; memory is the entries ahead and the last `displacedMax` entries that were displaced
 */
export class PrefetchLedger {
  /** Loaded ahead, in entries. */
  loaded = 0
  useful = 0
  wasted = 0
  loadedBytes: Bytes = 0
  wastedBytes: Bytes = 0
  /** Misses of entries that left to make room for one loaded ahead. */
  pollution = 0
  misses = 0
  readonly #ahead = new Map<number, Bytes>()
  readonly #displaced = new Set<number>()
  readonly #displacedMax: number

  constructor(displacedMax = 65_536) {
    this.#displacedMax = displacedMax
  }

  /** A key was loaded ahead; `displaced` are the keys that left for it. */
  loadAhead(key: number, sizeBytes: Bytes, displaced: readonly number[]): void {
    this.loaded++
    this.loadedBytes += sizeBytes
    for (const one of displaced) {
      this.evict(one)
      this.#displaced.add(one)
      if (this.#displaced.size > this.#displacedMax)
        this.#displaced.delete(this.#displaced.values().next().value!)
    }
    this.#displaced.delete(key)
    this.#ahead.set(key, sizeBytes)
  }

  /** A key was asked for. */
  request(key: number, outcome: 'hit' | 'miss'): void {
    if (outcome === 'hit') {
      if (this.#ahead.delete(key)) this.useful++
      return
    }
    this.misses++
    if (this.#displaced.delete(key)) this.pollution++
  }

  /** A key left for one that was asked for, or by expiry. */
  evict(key: number): void {
    const sizeBytes = this.#ahead.get(key)
    if (sizeBytes === undefined) return
    this.#ahead.delete(key)
    this.wasted++
    this.wastedBytes += sizeBytes
  }

  /** Useful ones among those whose fate is known; 0 when none is. */
  get accuracy(): Ratio {
    const known = this.useful + this.wasted
    return known === 0 ? 0 : this.useful / known
  }

  /** Misses that were avoided, of those that there would have been without loading ahead. */
  get coverage(): Ratio {
    const without = this.useful + this.misses - this.pollution
    return without <= 0 ? 0 : this.useful / without
  }
}
