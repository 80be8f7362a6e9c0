import { grown } from './grown.ts'

/** 2^32 divided by the golden ratio, odd: neighbouring keys land far apart. */
const fibonacci = 0x9e3779b1 | 0
/** Another odd number, for the high word of a wide key. */
const mixer = 0x85ebca6b | 0
const wordsOf = 1 / 4_294_967_296
/** At most 2 of 5 cells are in use: a search reads 1.3 cells on average. */
const loadMax = 0.4

/**
 * Gives integer keys small numbers (slots) and takes them back: a hash table with open addressing in typed arrays.
 *
 * Source  Knuth, The Art of Computer Programming 3, 2nd ed., section 6.4: multiplicative (Fibonacci) hashing, linear probing
 *         (algorithm L), deletion that shifts back (algorithm R), so that there are no tombstones
 * Shape   cells: Int32Array, pairs of the key's low word and slot + 1 (0 = free); keys by slot
 * Parameters  keys are integers of at most 53 bits; slots are handed out from 0, released ones first
 * Cost    O(1) expected; a search touches one cache line
 */
export class SlotIndex {
  #cells: Int32Array
  #mask: number
  #shift: number
  #keys: Float64Array
  #released: Int32Array = new Int32Array(16)
  #releasedCount = 0
  #unused = 0
  /** Some key has more than 32 bits, or a sign: the low word alone does not tell keys apart. */
  #isWide = false

  /** `slots` is how many are expected; more make it grow. */
  constructor(slots: number) {
    const bits = Math.max(4, 32 - Math.clz32(Math.ceil(slots / loadMax) - 1))
    this.#cells = new Int32Array(2 << bits)
    this.#mask = (2 << bits) - 2
    this.#shift = 32 - bits
    this.#keys = new Float64Array(Math.max(16, slots))
  }

  /** Number of slots given out. */
  get count(): number {
    return this.#unused - this.#releasedCount
  }

  /** Slots are below this. */
  get slots(): number {
    return this.#unused
  }

  keyOf(slot: number): number {
    return this.#keys[slot]!
  }

  /** The slot of a key, -1 when it has none. */
  find(key: number): number {
    const cells = this.#cells
    const mask = this.#mask
    const word = key | 0
    const isWide = this.#isWide || key !== key >>> 0
    let at = hashOf(key, word, this.#shift)
    for (;;) {
      const slot = cells[at + 1]! - 1
      if (slot < 0) return -1
      if (cells[at] === word && (!isWide || this.#keys[slot] === key)) return slot
      at = (at + 2) & mask
    }
  }

  /** Gives a slot to a key that has none. */
  intern(key: number): number {
    if ((this.count + 1) * 2 > loadMax * this.#cells.length) this.#grow()
    const slot = this.#releasedCount > 0 ? this.#released[--this.#releasedCount]! : this.#unused++
    if (slot >= this.#keys.length) this.#keys = grown(this.#keys, slot + 1)
    this.#keys[slot] = key
    if (key !== key >>> 0) this.#isWide = true
    this.#place(key, slot)
    return slot
  }

  /** Takes a slot from its key; it will be given to another one. */
  release(slot: number): void {
    const key = this.#keys[slot]!
    let at = hashOf(key, key | 0, this.#shift)
    while (this.#cells[at + 1] !== slot + 1) at = (at + 2) & this.#mask
    this.#close(at)
    if (this.#releasedCount === this.#released.length)
      this.#released = grown(this.#released, this.#releasedCount + 1)
    this.#released[this.#releasedCount++] = slot
  }

  /** Fills a hole with the next cell that may stand there, then the hole that this leaves, until a free cell follows. */
  #close(from: number): void {
    const cells = this.#cells
    const mask = this.#mask
    let hole = from
    let at = from
    for (;;) {
      at = (at + 2) & mask
      const tag = cells[at + 1]!
      if (tag === 0) break
      const word = cells[at]!
      const home = hashOf(this.#isWide ? this.#keys[tag - 1]! : word >>> 0, word, this.#shift)
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        cells[hole] = word
        cells[hole + 1] = tag
        hole = at
      }
    }
    cells[hole + 1] = 0
  }

  #place(key: number, slot: number): void {
    const cells = this.#cells
    const word = key | 0
    let at = hashOf(key, word, this.#shift)
    while (cells[at + 1] !== 0) at = (at + 2) & this.#mask
    cells[at] = word
    cells[at + 1] = slot + 1
  }

  #grow(): void {
    const old = this.#cells
    this.#cells = new Int32Array(old.length * 2)
    this.#mask = this.#cells.length - 2
    this.#shift--
    for (let at = 0; at < old.length; at += 2) {
      const slot = old[at + 1]! - 1
      if (slot >= 0) this.#place(this.#keys[slot]!, slot)
    }
  }
}

/** Index of the cell (even) where the search for a key begins. */
function hashOf(key: number, word: number, shift: number): number {
  const high = (key * wordsOf) | 0
  return (Math.imul(word ^ Math.imul(high, mixer), fibonacci) >>> shift) << 1
}
