/**
 * The key with the lowest count, the first of several; -1 when there is none.
 *
 * Cost  O(keys)
 */
export function rarestKey(counts: ReadonlyMap<number, number>): number {
  let key = -1
  let least = Infinity
  for (const [one, times] of counts) {
    if (times >= least) continue
    key = one
    least = times
  }
  return key
}
