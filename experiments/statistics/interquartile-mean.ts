import { invariant } from '#core/invariant.ts'
import type { Random } from '#core/random.ts'
import { type BootstrapInterval, bootstrapInterval } from './bootstrap.ts'
import { mean } from './moments.ts'
import { ascending } from './quantile.ts'

/**
 * Mean of the middle half: a quarter of the values, rounded down, is cut at each end. One lucky or broken seed does not move it.
 *
 * Source      Agarwal, Schwarzer, Castro, Courville, Bellemare: Deep RL at the edge of the statistical precipice. NeurIPS 2021 (rliable)
 * Cost        O(n log n)
 * Errors      no values
 */
export function interquartileMean(values: readonly number[]): number {
  invariant(values.length > 0, 'values to average, found none')
  const cut = Math.floor(values.length / 4)
  return mean(Array.from(ascending(values).subarray(cut, values.length - cut)))
}

/**
 * Percentile interval of the interquartile mean; each task is resampled by itself, as rliable does.
 *
 * Source      Agarwal et al., NeurIPS 2021, section 4.1
 * Parameters  tasks: scores by seed, one list a task; resamples 50,000 as in the paper unless said; confidence 0 to 1
 * Cost        O(resamples n log n)
 * Errors      an empty task
 */
export function interquartileMeanInterval(
  tasks: readonly (readonly number[])[],
  options: { random: Random; resamples?: number; confidence?: number },
): BootstrapInterval {
  return bootstrapInterval(tasks, interquartileMean, { resamples: 50_000, ...options })
}
