import { invariant } from '#core/invariant.ts'
import { type RankGroups, rankGroups } from './rank-groups.ts'

export interface ZipfExponent {
  readonly exponent: number
  /** From the Fisher information: as if the ranks had been known. */
  readonly standardError: number
}

const exponentMax = 10

/**
 * Exponent of Zipf's law over n ranks by maximum likelihood: the one whose mean logarithm of the rank is the observed one.
 *
 * Source      Clauset, Shalizi, Newman: Power-law distributions in empirical data. SIAM Review 51(4), 2009, appendix B (discrete case),
 *             on a bounded range
 * Parameters  counts of each object, most frequent first, none zero
 * Cost        O(n + steps log n)
 * Errors      fewer than two objects
 * Deviates    ranks are those of the counts themselves: with small counts chance orders them, which makes the exponent steeper, and objects
 *             nobody asked for are missing, which makes it flatter
 */
export function zipfExponent(countsDescending: ArrayLike<number>): ZipfExponent {
  const n = countsDescending.length
  invariant(n >= 2, `at least two objects, found ${n}`)
  let requests = 0
  let logarithms = 0
  for (let i = 0; i < n; i++) {
    requests += countsDescending[i]!
    logarithms += countsDescending[i]! * Math.log(i + 1)
  }
  const target = logarithms / requests
  const groups = rankGroups(n)
  let low = 0
  let high = exponentMax
  let exponent = 1
  for (let step = 0; step < 60; step++) {
    const { mean, variance } = logRankMoments(groups, exponent)
    if (mean > target) low = exponent
    else high = exponent
    const newton = exponent + (mean - target) / variance
    const next = newton > low && newton < high ? newton : (low + high) / 2
    const isDone = Math.abs(next - exponent) < 1e-10
    exponent = next
    if (isDone) break
  }
  const { variance } = logRankMoments(groups, exponent)
  return { exponent, standardError: 1 / Math.sqrt(requests * variance) }
}

/** Mean and variance of ln(rank) under Zipf's law. */
function logRankMoments({ rank, size }: RankGroups, exponent: number): { mean: number; variance: number } {
  let total = 0
  let first = 0
  let second = 0
  for (let i = 0; i < rank.length; i++) {
    const logarithm = Math.log(rank[i]!)
    const weight = size[i]! * Math.exp(-exponent * logarithm)
    total += weight
    first += weight * logarithm
    second += weight * logarithm * logarithm
  }
  const mean = first / total
  return { mean, variance: second / total - mean * mean }
}
