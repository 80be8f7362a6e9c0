/**
 * Estimates how often each key was seen lately: a count-min sketch of 4-bit counters with conservative update, whose counters are
 * all halved once ten times its capacity was counted.
 *
 *   hash -> a block of 16 words (one cache line); row r owns words 4r .. 4r + 3 of it, 8 counters each
 *
 * An estimate never lies below the true count since the last halving (up to 15) and lies above it only where all four counters
 * are shared.
 *
 * Source      Cormode, Muthukrishnan: count-min sketch, J. Algorithms 55, 2005; Estan, Varghese: conservative update, SIGCOMM 2002;
 *             Einziger, Friedman, Manes: TinyLFU, ACM TOS 13(4), 2017, sections 3.2 to 3.4 (4 bits, halving)
 * Parameters  capacity, in keys to tell apart: 16 to 32 counters each; the counters are halved every 10 x capacity increments
 * Cost        increment and estimate O(1), one cache line; halving O(capacity)
 */
export class FrequencySketch {
  #words = new Int32Array(16)
  #blockMask = 0
  #periodCount = 10
  #additions = 0

  constructor(capacity: number) {
    this.ensure(capacity)
  }

  /** Makes room for more keys; every estimate stays, as both halves of a table twice as long begin as copies of the old one. */
  ensure(capacity: number): void {
    this.#periodCount = Math.max(this.#periodCount, 10 * capacity)
    while (this.#words.length < 2 * capacity) {
      const words = new Int32Array(2 * this.#words.length)
      words.set(this.#words)
      words.set(this.#words, this.#words.length)
      this.#words = words
      this.#blockMask = (words.length >> 4) - 1
    }
  }

  /** Counts a key by 32 well mixed bits (keyHash). */
  increment(hash: number): void {
    const places = placesOf(hash)
    const block = (hash & this.#blockMask) << 4
    const words = this.#words
    const i0 = block | (places & 3)
    const i1 = block | 4 | ((places >>> 8) & 3)
    const i2 = block | 8 | ((places >>> 16) & 3)
    const i3 = block | 12 | ((places >>> 24) & 3)
    const s0 = places & 28
    const s1 = (places >>> 8) & 28
    const s2 = (places >>> 16) & 28
    const s3 = (places >>> 24) & 28
    const c0 = (words[i0]! >>> s0) & 15
    const c1 = (words[i1]! >>> s1) & 15
    const c2 = (words[i2]! >>> s2) & 15
    const c3 = (words[i3]! >>> s3) & 15
    const least = Math.min(c0, c1, c2, c3)
    if (least === 15) return
    if (c0 === least) words[i0]! += 1 << s0
    if (c1 === least) words[i1]! += 1 << s1
    if (c2 === least) words[i2]! += 1 << s2
    if (c3 === least) words[i3]! += 1 << s3
    if (++this.#additions >= this.#periodCount) this.halve()
  }

  /** How often a key was counted, 0 to 15, counts before a halving half. */
  estimate(hash: number): number {
    const places = placesOf(hash)
    const block = (hash & this.#blockMask) << 4
    const words = this.#words
    return Math.min(
      (words[block | (places & 3)]! >>> (places & 28)) & 15,
      (words[block | 4 | ((places >>> 8) & 3)]! >>> ((places >>> 8) & 28)) & 15,
      (words[block | 8 | ((places >>> 16) & 3)]! >>> ((places >>> 16) & 28)) & 15,
      (words[block | 12 | ((places >>> 24) & 3)]! >>> ((places >>> 24) & 28)) & 15,
    )
  }

  /** Halves all counters, rounding down: old popularity fades. */
  halve(): void {
    const words = this.#words
    for (let i = 0; i < words.length; i++) words[i] = (words[i]! >>> 1) & 0x77777777
    this.#additions >>>= 1
  }
}

/** Four bytes for the places in the block, independent of the block's number. */
function placesOf(hash: number): number {
  const x = Math.imul(hash, 0x9e3779b1)
  return x ^ (x >>> 15)
}
