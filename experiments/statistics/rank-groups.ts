/** Ranks 1 to n in groups: single ones first, then ever wider groups that stand for their middle. */
export interface RankGroups {
  /** Middle of each group. */
  readonly rank: Float64Array
  /** How many ranks each has. */
  readonly size: Float64Array
}

const single = 256

/**
 * Groups in which a sum over ranks of a smooth function can be taken in O(log n) terms.
 *
 * Source  midpoint rule; groups no wider than 1/256 of their rank, so a sum of rank^-s with s up to 5 has a relative error below 1e-4
 * Cost    about 256 (1 + ln(n / 256)) groups
 */
export function rankGroups(n: number): RankGroups {
  const rank: number[] = []
  const size: number[] = []
  for (let first = 1; first <= n; ) {
    const width = Math.min(Math.max(1, Math.floor(first / single)), n - first + 1)
    rank.push(first + (width - 1) / 2)
    size.push(width)
    first += width
  }
  return { rank: Float64Array.from(rank), size: Float64Array.from(size) }
}
