import { invariant } from '#core/invariant.ts'

export interface HolmResult {
  /** Adjusted p-values in the order given: each may be compared with alpha as if it stood alone. */
  readonly adjusted: readonly number[]
  readonly isRejected: readonly boolean[]
}

/**
 * Corrects the p-values of several hypotheses so that the chance of any false rejection stays below alpha, however the tests depend
 * on each other.
 *
 *     adjusted_(i) = max over j <= i of min(1, (m - j + 1) p_(j))      p_(1) <= ... <= p_(m)
 *
 * Source      Holm: A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2), 1979
 * Parameters  pValues 0 to 1; alpha 0 to 1
 * Errors      a p-value outside 0 to 1
 */
export function holm(pValues: readonly number[], alpha = 0.05): HolmResult {
  for (const p of pValues) invariant(p >= 0 && p <= 1, `p-values in 0 to 1, found ${p}`)
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!)
  const adjusted = pValues.map(() => 0)
  let largest = 0
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!))
    adjusted[index] = largest
  })
  return { adjusted, isRejected: adjusted.map((p) => p <= alpha) }
}
