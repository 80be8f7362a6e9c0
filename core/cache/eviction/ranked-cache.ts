import { RankedSlots } from '#core/collections/ranked-slots.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { combinedAt, type RankRule } from './rank-rule.ts'

/**
 * Slots ranked by a rule that can be replaced while entries are held.
 *
 * Cost  hit, insert, evict O(log n); adopt O(n log n)
 */
export class RankedCache {
  readonly #ranked: RankedSlots
  readonly #counts: SlotNumbers
  readonly #combined: SlotNumbers
  readonly #lastUse: SlotNumbers
  readonly #sizeOf: (slot: number) => number
  readonly #halfLife: number
  #rule: RankRule
  #floor = 0
  #now = 0
  #size = 0

  constructor(rule: RankRule, options: RankedCacheOptions) {
    this.#rule = rule
    this.#ranked = new RankedSlots(options.slots)
    this.#counts = new SlotNumbers(options.slots)
    this.#combined = new SlotNumbers(options.slots)
    this.#lastUse = new SlotNumbers(options.slots)
    this.#sizeOf = options.sizeOf
    this.#halfLife = options.halfLife
  }

  get rule(): RankRule {
    return this.#rule
  }

  get count(): number {
    return this.#ranked.count
  }

  get size(): number {
    return this.#size
  }

  has(slot: number): boolean {
    return this.#ranked.has(slot)
  }

  hit(slot: number): void {
    this.#refer(slot, this.#counts.get(slot), this.#combined.get(slot))
    this.#ranked.change(slot, this.#rank(slot), this.#now)
  }

  insert(slot: number): void {
    this.#size += this.#sizeOf(slot)
    this.#refer(slot, 0, 0)
    this.#ranked.add(slot, this.#rank(slot), this.#now)
  }

  /** The slot of the lowest rank, taken out; -1 when empty. */
  evict(): number {
    const victim = this.#ranked.first()
    if (victim < 0) return -1
    this.#floor = Math.max(this.#floor, this.#ranked.rankOf(victim))
    this.remove(victim)
    return victim
  }

  remove(slot: number): void {
    this.#size -= this.#sizeOf(slot)
    this.#ranked.remove(slot)
  }

  /** Ranks all entries by another rule, from what is known of their references. */
  adopt(rule: RankRule): void {
    this.#rule = rule
    this.#floor = 0
    for (const slot of this.#ranked.members())
      this.#ranked.change(slot, this.#rank(slot), this.#lastUse.get(slot))
  }

  #refer(slot: number, count: number, combined: number): void {
    this.#now++
    this.#counts.set(slot, count + 1)
    this.#combined.set(slot, combinedAt(combined, this.#now - this.#lastUse.get(slot), this.#halfLife))
    this.#lastUse.set(slot, this.#now)
  }

  #rank(slot: number): number {
    const reference = {
      now: this.#lastUse.get(slot),
      count: this.#counts.get(slot),
      combined: this.#combined.get(slot),
      size: this.#sizeOf(slot),
    }
    const entries = this.has(slot) ? this.count : this.count + 1
    return this.#rule.rank(reference, {
      entries,
      sizeMean: this.#size / entries,
      floor: this.#floor,
      halfLife: this.#halfLife,
    })
  }
}

export interface RankedCacheOptions {
  readonly slots: number
  readonly sizeOf: (slot: number) => number
  /** Requests in which the weight of a reference halves. */
  readonly halfLife: number
}
