/**
 * Backends take turns to claim their next free place; a backend's places are a permutation, `offset + j * skip` modulo the size.
 *
 * Source      Eisenbud et al., Maglev, NSDI 2016, section 3.4, figure 4 and table 1
 * Parameters  size, a prime; offset 0 .. size - 1 and skip 1 .. size - 1 of each backend, in an order that is the same everywhere
 * Cost        O(size log size) on average
 */
export function maglevTable(
  size: number,
  backends: readonly { readonly offset: number; readonly skip: number }[],
): Int32Array {
  const table = new Int32Array(size).fill(-1)
  const at = backends.map(({ offset }) => offset)
  for (let filled = 0; filled < size; ) {
    for (const [backend, { skip }] of backends.entries()) {
      if (filled === size) break
      let place = at[backend]!
      while (table[place]! >= 0) place = (place + skip) % size
      table[place] = backend
      at[backend] = (place + skip) % size
      filled++
    }
  }
  return table
}
