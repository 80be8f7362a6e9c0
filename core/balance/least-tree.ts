/**
 * Nodes of one weight, of which the one with the least key is wanted; among equal keys the one with the highest standing, then the
 * earliest. Each inner place holds the winner below it and how many leaves share its key.
 *
 * Cost  O(1) for the winner, O(log size) for a change
 */
export class LeastTree {
  private readonly leaves: number
  private readonly keys: Float64Array
  private readonly standings: Float64Array
  private readonly winners: Int32Array
  private readonly counts: Int32Array

  /** All keys are Infinity at first. */
  constructor(size: number) {
    let leaves = 1
    while (leaves < size) leaves *= 2
    this.leaves = leaves
    this.keys = new Float64Array(leaves).fill(Infinity)
    this.standings = new Float64Array(leaves)
    this.winners = new Int32Array(2 * leaves)
    this.counts = new Int32Array(2 * leaves).fill(1)
    for (let leaf = 0; leaf < leaves; leaf++) this.winners[leaves + leaf] = leaf
    for (let place = leaves - 1; place >= 1; place--) this.combine(place)
  }

  get winner(): number {
    return this.winners[1]!
  }

  /** The least key. */
  get least(): number {
    return this.keys[this.winners[1]!]!
  }

  /** How many have the least key. */
  get leastCount(): number {
    return this.counts[1]!
  }

  set(index: number, key: number, standing: number): void {
    this.keys[index] = key
    this.standings[index] = standing
    for (let place = (this.leaves + index) >> 1; place >= 1; place >>= 1) this.combine(place)
  }

  private combine(place: number): void {
    const { keys, standings, winners, counts } = this
    const left = winners[2 * place]!
    const right = winners[2 * place + 1]!
    const difference = keys[left]! - keys[right]!
    // Infinity less Infinity is not a number: both are equal then.
    if (difference < 0 || difference > 0) {
      winners[place] = difference < 0 ? left : right
      counts[place] = counts[2 * place + (difference < 0 ? 0 : 1)]!
      return
    }
    winners[place] = standings[left]! >= standings[right]! ? left : right
    counts[place] = counts[2 * place]! + counts[2 * place + 1]!
  }
}
