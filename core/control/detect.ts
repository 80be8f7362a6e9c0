import type { Ms } from '#core/units.ts'
import { cusum } from './detect/cusum.ts'
import { ewmaChart } from './detect/ewma-chart.ts'
import { pageHinkley } from './detect/page-hinkley.ts'
import { seasonalResidual } from './detect/seasonal-residual.ts'
import { zScore } from './detect/z-score.ts'

/** Watches one series of values and says when it is not what it was. */
export interface Detect {
  /**
   * Takes the next value and tells how far it is on the way to an alarm: 1 or more is an alarm, 0 while the detector still learns.
   * A value that is not finite counts as missing: the answer is 0 and nothing changes.
   */
  observe(value: number, now: Ms): number
  /** Forgets everything, as if newly made. */
  reset(): void
}

/** The family's list; the only registration there is. */
export const detectPolicies = [ewmaChart, zScore, cusum, pageHinkley, seasonalResidual]
