import { type Interval, studentInterval } from './interval.ts'
import { covariance, mean, variance, varianceRatio } from './moments.ts'

export interface AntitheticInterval extends Interval {
  /** Correlation within pairs: the technique helps when it is negative; 0 when nothing varies. */
  readonly correlation: number
  /** Variance of the mean of two independent runs / variance of the mean of a pair: above 1, the technique helped. */
  readonly varianceRatio: number
}

/**
 * Mean from antithetic pairs: the second run of a pair is driven by 1 - u wherever the first used u, so that bad luck in one is
 * good luck in the other. Pairs are independent, so their means have a Student interval; `replications` counts pairs.
 *
 * Source      Hammersley, Morton, Proc. Cambridge Philosophical Society 52, 1956; Law, Simulation Modeling and Analysis, 5th
 *             edition, section 11.3
 * Parameters  at least two pairs; confidence 0 to 1
 * Errors      fewer than two pairs
 */
export function antitheticInterval(
  pairs: readonly (readonly [number, number])[],
  confidence = 0.95,
): AntitheticInterval {
  const first = pairs.map(([value]) => value)
  const second = pairs.map(([, value]) => value)
  const means = pairs.map(mean)
  const single = (variance(first) + variance(second)) / 2
  const scale = Math.sqrt(variance(first)) * Math.sqrt(variance(second))
  return {
    ...studentInterval(means, confidence),
    correlation: scale === 0 ? 0 : covariance(first, second) / scale,
    varianceRatio: varianceRatio(single / 2, variance(means)),
  }
}
