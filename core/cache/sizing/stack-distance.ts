import { FenwickTree } from '#core/collections/fenwick-tree.ts'

const lengthAtFirst = 1024

/** Tells for each request how large an LRU cache must be to hit it. */
export interface StackDistance {
  /** Size of all entries asked for since the last request for this one, itself included; infinite at its first request. */
  distance(key: number, size: number): number
  readonly keys: number
}

/**
 * Stack distances of LRU in one pass: every key marks the time of its last request with its size; the distance is the sum of the marks
 * from there on.
 *
 *   time   0 1 2 3 4 5            a tree of sums over time; when time runs out, marks move together (no gaps) and
 *   mark   . 1 . 1 1 .            the tree is built anew, twice as long if it is more than half full
 *
 * Source    Mattson, Gecsei, Slutz, Traiger, IBM Systems Journal 9(2), 1970 (stack distance); Bennett, Kruskal, IBM J. Res. Dev. 19(4),
 *           1975 (in logarithmic time by a tree over time)
 * Cost      O(log keys) a request
 * Deviates  with sizes an LRU cache is no exact stack: a large entry can push out more than is needed. Distances are then right but
 *           for the size of one entry.
 */
export function stackDistance(): StackDistance {
  const lastUse = new Map<number, number>()
  let sizes = new Float64Array(lengthAtFirst)
  let tree = new FenwickTree(lengthAtFirst)
  let total = 0
  let now = 0

  function compact(): void {
    const inOrder = [...lastUse].toSorted(([, a], [, b]) => a - b)
    const length = inOrder.length * 2 > tree.length ? tree.length * 2 : tree.length
    const before = sizes
    sizes = new Float64Array(length)
    tree = new FenwickTree(length)
    now = 0
    for (const [key, time] of inOrder) {
      lastUse.set(key, now)
      mark(before[time]!)
    }
  }

  function mark(size: number): void {
    sizes[now] = size
    tree.add(now, size)
    now++
  }

  return {
    distance(key, size) {
      if (now === tree.length) compact()
      const time = lastUse.get(key)
      let distance = Infinity
      if (time !== undefined) {
        distance = total - tree.sum(time)
        tree.add(time, -sizes[time]!)
        total -= sizes[time]!
      }
      total += size
      lastUse.set(key, now)
      mark(size)
      return distance
    },
    get keys() {
      return lastUse.size
    },
  }
}
