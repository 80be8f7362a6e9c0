import { log } from '#core/math/log.ts'
import { crc32 } from './crc32.ts'

const classes = 16
/** All counts are halved when a node has seen so many, so that old paths fade. */
const seenMax = 1024

/**
 * How mixed the paths are that each node gets: Shannon's entropy over 16 classes of paths, 0 (always the same) to 1 (all alike).
 *
 * Source  Shannon, Bell System Technical Journal 27, 1948: H = log S - (sum of c log c) / S, over log 16
 * Cost    O(1) amortised
 */
export class PathEntropy {
  private readonly counts: Int32Array
  private readonly seen: Int32Array
  /** The sum of c log c of each node. */
  private readonly sums: Float64Array

  constructor(nodes: number) {
    this.counts = new Int32Array(nodes * classes)
    this.seen = new Int32Array(nodes)
    this.sums = new Float64Array(nodes)
  }

  of(node: number): number {
    const seen = this.seen[node]!
    return seen === 0 ? 0 : Math.max(0, (logs[seen]! - this.sums[node]! / seen) / logs[classes]!)
  }

  count(node: number, path: string): void {
    const place = node * classes + (crc32(path) & (classes - 1))
    const before = this.counts[place]!++
    this.sums[node]! += (before + 1) * logs[before + 1]! - before * logs[before]!
    if (++this.seen[node]! === seenMax) this.halve(node)
  }

  private halve(node: number): void {
    let seen = 0
    let sum = 0
    for (let place = node * classes; place < (node + 1) * classes; place++) {
      const count = this.counts[place]! >> 1
      this.counts[place] = count
      seen += count
      sum += count * logs[count]!
    }
    this.seen[node] = seen
    this.sums[node] = sum
  }
}

/** Logarithms of whole numbers; that of 0 stands where it is multiplied by 0. */
const logs = Float64Array.from({ length: seenMax + 1 }, (_, n) => (n === 0 ? 0 : log(n)))
