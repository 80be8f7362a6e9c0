import { SlotIndex } from '#core/collections/slot-index.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import type { RankRule } from './rank-rule.ts'
import { RankedCache } from './ranked-cache.ts'

/**
 * A simulated cache without contents that is told a sample of the requests and counts how many it would have hit. It is smaller than
 * the cache it stands for by the same ratio as its requests are fewer, so both have about the same hit ratio.
 *
 * Source  Waldspurger, Saemundsson, Ahmad, Park: Cache modeling and optimization using miniature simulations. USENIX ATC 2017
 * Cost    O(log n) a sampled request
 */
export class MiniatureCache {
  readonly rule: RankRule
  /** Hits, fading with each period. */
  hits = 0
  readonly #capacity: number
  readonly #index = new SlotIndex(64)
  readonly #sizes = new SlotNumbers(64)
  readonly #ranked: RankedCache

  constructor(rule: RankRule, options: { readonly capacity: number; readonly halfLife: number }) {
    this.rule = rule
    this.#capacity = options.capacity
    this.#ranked = new RankedCache(rule, {
      slots: 64,
      sizeOf: (slot) => this.#sizes.get(slot),
      halfLife: options.halfLife,
    })
  }

  request(hash: number, size: number): void {
    const known = this.#index.find(hash)
    if (known >= 0) {
      this.hits++
      this.#ranked.hit(known)
      return
    }
    if (size > this.#capacity) return
    while (this.#ranked.size + size > this.#capacity) this.#index.release(this.#ranked.evict())
    const slot = this.#index.intern(hash)
    this.#sizes.set(slot, size)
    this.#ranked.insert(slot)
  }
}
