/**
 * Keys of 0 .. size - 1, of which the least is known, with all that have it. Each inner place holds the least key below it and how
 * many leaves have that key.
 *
 * Cost  O(1) for the least, O(log size) for anything else
 */
export class MinTree {
  private readonly leaves: number
  private readonly keys: Float64Array
  private readonly counts: Int32Array

  /** All keys are 0 at first. */
  constructor(size: number) {
    let leaves = 1
    while (leaves < size) leaves *= 2
    this.leaves = leaves
    this.keys = new Float64Array(2 * leaves).fill(Infinity)
    this.counts = new Int32Array(2 * leaves)
    this.keys.fill(0, leaves, leaves + size)
    this.counts.fill(1, leaves, leaves + size)
    for (let place = leaves - 1; place >= 1; place--) this.combine(place)
  }

  get min(): number {
    return this.keys[1]!
  }

  /** How many have the least key. */
  get minCount(): number {
    return this.counts[1]!
  }

  get(index: number): number {
    return this.keys[this.leaves + index]!
  }

  set(index: number, key: number): void {
    const { keys } = this
    let place = this.leaves + index
    keys[place] = key
    for (place >>= 1; place >= 1; place >>= 1) this.combine(place)
  }

  /** The one with the least key that has `rank` such before it, 0 <= rank < minCount. */
  nthWithMin(rank: number): number {
    const { keys, counts } = this
    const min = keys[1]!
    let left = rank
    let place = 1
    while (place < this.leaves) {
      place *= 2
      if (keys[place] === min && left < counts[place]!) continue
      if (keys[place] === min) left -= counts[place]!
      place++
    }
    return place - this.leaves
  }

  /** The first with the least key from `from` on, going round. */
  nextWithMin(from: number): number {
    const { keys, counts } = this
    const min = keys[1]!
    let before = 0
    for (let place = this.leaves + from; place > 1; place >>= 1)
      if ((place & 1) === 1 && keys[place - 1] === min) before += counts[place - 1]!
    return this.nthWithMin(before < counts[1]! ? before : 0)
  }

  private combine(place: number): void {
    const { keys, counts } = this
    const left = keys[2 * place]!
    const right = keys[2 * place + 1]!
    keys[place] = left < right ? left : right
    counts[place] = (left <= right ? counts[2 * place]! : 0) + (right <= left ? counts[2 * place + 1]! : 0)
  }
}
