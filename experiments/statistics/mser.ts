import { invariant } from '#core/invariant.ts'
import { mean } from './moments.ts'

export interface Truncation {
  /** Observations to delete from the beginning, a multiple of the batch. */
  readonly cut: number
  /** Squared standard error of the batch means that remain, as if they were independent. */
  readonly statistic: number
  /** False when the minimum lies in the second half or there are fewer than ten batches: the run is too short to tell. */
  readonly isReliable: boolean
}

/**
 * Where the warm-up of a run ends: the cut that leaves the mean of the rest with the smallest standard error. A longer cut removes
 * more of the initial bias, a shorter one keeps more data; the minimum weighs them.
 *
 *     MSER(d) = sum over j > d of (Z_j - mean of Z_d+1 .. Z_k)^2 / (k - d)^2      Z_j the means of k batches
 *
 * Source      White, Cobb, Spratt: A comparison of five steady-state truncation heuristics for simulation. Winter Simulation
 *             Conference 2000, MSER-5; guard against spurious ends: Hoad, Robinson, Davies, J. Operational Research Society 61, 2010
 * Parameters  values in the order observed, at least one batch; batch observations a batch mean, 5 in the source
 * Cost        O(n)
 * Errors      fewer values than a batch
 * Deviates    the last five batches are always kept (Hoad et al.): of few batches the statistic is small by chance, of one it is 0;
 *             an incomplete last batch takes no part
 */
export function mserTruncation(values: readonly number[], batch = 5): Truncation {
  invariant(Number.isInteger(batch) && batch >= 1, `batch a positive integer, found ${batch}`)
  invariant(values.length >= batch, `at least ${batch} values, found ${values.length}`)
  const count = Math.floor(values.length / batch)
  const keptMin = Math.min(KEPT_BATCHES, count)
  let best = 0
  let statistic = Infinity
  let restMean = 0
  let squares = 0
  for (let kept = 1; kept <= count; kept++) {
    const first = count - kept
    const batchMean = mean(values.slice(first * batch, (first + 1) * batch))
    const distance = batchMean - restMean
    restMean += distance / kept
    squares += distance * (batchMean - restMean)
    const candidate = squares / (kept * kept)
    if (kept >= keptMin && candidate <= statistic) {
      best = first
      statistic = candidate
    }
  }
  return { cut: best * batch, statistic, isReliable: count >= 2 * KEPT_BATCHES && best * 2 <= count }
}

const KEPT_BATCHES = 5
