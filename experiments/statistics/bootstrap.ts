import { invariant } from '#core/invariant.ts'
import type { Random } from '#core/random.ts'
import { ascending, quantile } from './quantile.ts'

export interface BootstrapInterval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/**
 * Percentile interval of any statistic of independent values: the statistic of many samples drawn from the values with replacement.
 *
 * Source      Efron: Bootstrap methods: another look at the jackknife. Annals of Statistics 7(1), 1979; percentile method: Efron,
 *             Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3
 * Parameters  strata: groups that are resampled each by itself, one group if there is none; statistic of all values together;
 *             random a stream of its own; resamples at least 100; confidence 0 to 1
 * Cost        O(resamples (n + cost of the statistic))
 * Errors      an empty stratum, too few resamples
 * Deviates    no correction of bias or skew, so it is too narrow for fewer than about twenty values
 */
export function bootstrapInterval(
  strata: readonly (readonly number[])[],
  statistic: (values: readonly number[]) => number,
  {
    random,
    resamples = 2000,
    confidence = 0.95,
  }: { random: Random; resamples?: number; confidence?: number },
): BootstrapInterval {
  invariant(resamples >= 100, `at least 100 resamples, found ${resamples}`)
  for (const stratum of strata) invariant(stratum.length > 0, 'strata with values, found an empty one')
  const resample = () =>
    strata.flatMap((stratum) => stratum.map(() => stratum[Math.floor(random() * stratum.length)]!))
  const statistics = ascending(Array.from({ length: resamples }, () => statistic(resample())))
  return {
    estimate: statistic(strata.flat()),
    low: quantile(statistics, (1 - confidence) / 2),
    high: quantile(statistics, (1 + confidence) / 2),
  }
}
