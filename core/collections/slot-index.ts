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
 * Shape   cells: Int32Array, pairs of the key's low word and slot + 1 (0 = free); low words by slot; high words by slot, only from the
 *         first key on that has one
 * Parameters  keys are integers of at most 53 bits; slots are handed out from 0, released ones first
 * Cost    O(1) expected; a search touches one cache line
 */
export class SlotIndex {
  #cells: Int32Array
  #shift: number
  #lows: Int32Array
  /** Empty while all keys are integers of 32 bits without sign. */
  #highs: Int32Array = new Int32Array(0)
  #isWide = false
  #released: Int32Array = new Int32Array(16)
  #releasedCount = 0
  #unused = 0
  /** More keys make the table grow. */
  #countMax: number

  /** `slots` is how many are expected; more make it grow. */
  constructor(slots: number) {
    const bits = Math.max(4, 32 - Math.clz32(Math.ceil(slots / loadMax)))
    this.#cells = new Int32Array(2 << bits)
    this.#shift = 32 - bits
    this.#countMax = Math.floor(loadMax * (1 << bits))
    this.#lows = new Int32Array(Math.max(16, slots))
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
    const low = this.#lows[slot]! >>> 0
    return this.#isWide ? this.#highs[slot]! * 4_294_967_296 + low : low
  }

  /** The slot of a key, -1 when it has none. */
  find(key: number): number {
    const low = key | 0
    if (this.#isWide || key !== low >>> 0) return this.#findWide(low, Math.floor(key * wordsOf))
    const cells = this.#cells
    const mask = cells.length - 1
    let at = (Math.imul(low, fibonacci) >>> this.#shift) << 1
    for (;;) {
      const tag = cells[at + 1]!
      if (tag === 0 || cells[at] === low) return tag - 1
      at = (at + 2) & mask
    }
  }

  /** Gives a slot to a key that has none. */
  intern(key: number): number {
    if (this.#unused - this.#releasedCount === this.#countMax) this.#grow()
    const slot = this.#releasedCount > 0 ? this.#released[--this.#releasedCount]! : this.#unused++
    const low = key | 0
    if (slot >= this.#lows.length) this.#lows = grown(this.#lows, slot + 1)
    this.#lows[slot] = low
    if (this.#isWide || key !== low >>> 0) this.#widen(slot, Math.floor(key * wordsOf))
    const cells = this.#cells
    const mask = cells.length - 1
    let at = this.#homeOf(slot)
    while (cells[at + 1] !== 0) at = (at + 2) & mask
    cells[at] = low
    cells[at + 1] = slot + 1
    return slot
  }

  /** Takes a slot from its key; it will be given to another one. */
  release(slot: number): void {
    const cells = this.#cells
    const mask = cells.length - 1
    let at = this.#homeOf(slot)
    while (cells[at + 1] !== slot + 1) at = (at + 2) & mask
    this.#close(at)
    if (this.#releasedCount === this.#released.length)
      this.#released = grown(this.#released, this.#releasedCount + 1)
    this.#released[this.#releasedCount++] = slot
  }

  #findWide(low: number, high: number): number {
    const cells = this.#cells
    const mask = cells.length - 1
    const highs = this.#highs
    const isWide = this.#isWide
    let at = homeOf(low, high, this.#shift)
    for (;;) {
      const slot = cells[at + 1]! - 1
      if (slot < 0) return -1
      if (cells[at] === low && (isWide ? highs[slot] : 0) === high) return slot
      at = (at + 2) & mask
    }
  }

  #homeOf(slot: number): number {
    const low = this.#lows[slot]!
    if (this.#isWide) return homeOf(low, this.#highs[slot]!, this.#shift)
    return (Math.imul(low, fibonacci) >>> this.#shift) << 1
  }

  #widen(slot: number, high: number): void {
    this.#isWide = true
    this.#highs = grown(this.#highs, this.#lows.length)
    this.#highs[slot] = high
  }

  /** Fills a hole with the next cell that may stand there, then the hole that this leaves, until a free cell follows. */
  #close(from: number): void {
    const cells = this.#cells
    const mask = cells.length - 1
    const shift = this.#shift
    const isWide = this.#isWide
    let hole = from
    let at = from
    for (;;) {
      at = (at + 2) & mask
      const tag = cells[at + 1]!
      if (tag === 0) break
      const low = cells[at]!
      const home = isWide ? this.#homeOf(tag - 1) : (Math.imul(low, fibonacci) >>> shift) << 1
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        cells[hole] = low
        cells[hole + 1] = tag
        hole = at
      }
    }
    cells[hole + 1] = 0
  }

  #grow(): void {
    const old = this.#cells
    const cells = new Int32Array(old.length * 2)
    const mask = cells.length - 1
    this.#cells = cells
    this.#shift--
    this.#countMax *= 2
    for (let from = 0; from < old.length; from += 2) {
      const tag = old[from + 1]!
      if (tag === 0) continue
      let at = this.#homeOf(tag - 1)
      while (cells[at + 1] !== 0) at = (at + 2) & mask
      cells[at] = old[from]!
      cells[at + 1] = tag
    }
  }
}

/** Index of the cell (even) where the search for a key begins. */
const homeOf = (low: number, high: number, shift: number): number =>
  (Math.imul(low ^ Math.imul(high, mixer), fibonacci) >>> shift) << 1
