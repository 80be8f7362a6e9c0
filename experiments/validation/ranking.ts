/** Whether the simulator puts cells into the order that live measurements put them into. */
import { studentQuantile } from '../statistics/interval.ts'
import { mean } from '../statistics/moments.ts'
import type { ValidationCell } from './compare.ts'

export interface Ranking {
  readonly kendallTau: number
  /** Pairs of cells that differ live beyond noise. */
  readonly pairs: number
  /** Pairs of all cells. */
  readonly pairsOfAll: number
  /** From how much on two live means differ beyond noise, in relation to them; infinite where noise is not known. */
  readonly noiseRatio: number
  /** Pairs that the simulator puts the other way round. */
  readonly reversed: readonly (readonly [string, string])[]
}

/**
 * Kendall's tau of two rankings: 1 the same order, -1 the reverse. Pairs tied in either, or that `counts` leaves out, do not count; 1 when there
 * is no pair.
 *
 * Source  Kendall, A new measure of rank correlation, Biometrika 30, 1938
 */
export function kendallTau(
  a: readonly number[],
  b: readonly number[],
  counts: (first: number, second: number) => boolean = () => true,
): { readonly kendallTau: number; readonly pairs: number } {
  const compared = comparedPairs(a, b, counts)
  const agreeing = compared.reduce((sum, { sign }) => sum + sign, 0)
  return { kendallTau: compared.length === 0 ? 1 : agreeing / compared.length, pairs: compared.length }
}

/** Places of two, and 1 where both rankings put them into the same order, -1 where not. */
function comparedPairs(
  a: readonly number[],
  b: readonly number[],
  counts: (first: number, second: number) => boolean,
) {
  const compared: { readonly first: number; readonly second: number; readonly sign: number }[] = []
  for (let first = 0; first < a.length; first++) {
    for (let second = first + 1; second < a.length; second++) {
      const sign = Math.sign(a[first]! - a[second]!) * Math.sign(b[first]! - b[second]!)
      if (sign !== 0 && counts(first, second)) compared.push({ first, second, sign })
    }
  }
  return compared
}

/** Of pairs that do not differ, one in so many designs has one that seems to. */
const familyAlpha = 0.05

/**
 * The order by mean response time. Live cells are measured once in each block, so what a cell and a block do not explain of the logarithms is
 * noise (two-way analysis of variance without interaction). Two cells differ beyond it where Student's t of their difference does, at a level
 * divided by the number of pairs (Bonferroni). With one block nothing is known of noise, and no pair counts.
 */
export function rankingOf(cells: readonly ValidationCell[]): Ranking {
  const means = cells.filter(({ metric }) => metric === 'responseMs.mean')
  const logs = means.map(({ liveRuns }) => liveRuns.map(Math.log))
  const pairsOfAll = (means.length * (means.length - 1)) / 2
  const noise = leastDifference(logs, pairsOfAll)
  const levels = logs.map(mean)
  const differ = (first: number, second: number) => Math.abs(levels[first]! - levels[second]!) > noise
  const simulated = means.map((cell) => cell.simulated)
  const reversed = comparedPairs(levels, simulated, differ)
    .filter(({ sign }) => sign < 0)
    .map(({ first, second }) => [means[first]!.id, means[second]!.id] as const)
  return { ...kendallTau(levels, simulated, differ), pairsOfAll, noiseRatio: Math.expm1(noise), reversed }
}

/** Between logarithms of two cells. */
function leastDifference(logs: readonly (readonly number[])[], pairs: number): number {
  const blocks = logs[0]?.length ?? 0
  const degrees = (logs.length - 1) * (blocks - 1)
  if (degrees < 1) return Number.POSITIVE_INFINITY
  const all = mean(logs.flat())
  const ofBlock = Array.from({ length: blocks }, (_, block) => mean(logs.map((runs) => runs[block]!)))
  const squares = logs.reduce((sum, runs) => {
    const own = mean(runs)
    return sum + runs.reduce((part, log, block) => part + (log - own - ofBlock[block]! + all) ** 2, 0)
  }, 0)
  const t = studentQuantile(1 - familyAlpha / (2 * pairs), degrees)
  return t * Math.sqrt((2 * squares) / (degrees * blocks))
}
