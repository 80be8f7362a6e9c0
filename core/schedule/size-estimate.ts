import { choice } from '#core/schema/choice.ts'
import { ms, ratio } from '#core/schema/number.ts'
import type { Infer } from '#core/schema/record.ts'
import type { Ms } from '#core/units.ts'
import type { RunItem } from './schedule.ts'
import { taskClasses } from './task-class.ts'

/** How much processor time work will take, learnt from the work of its class that is done. */
export interface SizeEstimate {
  /** Expected time of a task from beginning to end: the known demand, or what its class and its bytes say. Never below `least`. */
  of(item: RunItem): Ms
  /** What is left of it. Work that outlived its estimate counts as half done: as much is left as it had. */
  left(item: RunItem): Ms
  /** Mean of a class. */
  meanOf(taskClass: number): Ms
  finished(item: RunItem, serviceMs: Ms): void
}

/** Parameters of every schedule that estimates sizes. */
export const estimateFields = {
  priorService: ms({ min: 0.001, default: 1, meaning: 'service time assumed before the first sample' }),
  smoothing: ratio({ min: 0.001, default: 0.1, meaning: 'weight of a new sample in the averages' }),
}

/** Of schedules that may be told the true sizes. */
export const sizesField = choice({
  values: ['estimated', 'exact'],
  default: 'estimated',
  meaning: 'exact: the true sizes, where the driver knows them (the simulator)',
})

/** Work below this is not told apart. */
const least: Ms = 1e-6

interface Line {
  bytes: number
  ms: Ms
  variance: number
  covariance: number
  isEmpty: boolean
}

/**
 * A line of time over bytes for each class, by least squares with exponential forgetting; through the mean when all have one size.
 *
 * Source  West 1979, Communications of the ACM 22 (updating means and variances); weights as in an exponentially weighted average
 * Cost    O(1) a sample and an estimate
 */
export function sizeEstimate({ priorService, smoothing }: Infer<typeof estimateFields>): SizeEstimate {
  const lines: Line[] = taskClasses.map(() => ({
    bytes: 0,
    ms: priorService,
    variance: 0,
    covariance: 0,
    isEmpty: true,
  }))

  function of({ taskClass, sizeBytes, demandMs }: RunItem): Ms {
    if (demandMs !== undefined) return Math.max(least, demandMs)
    const line = lines[taskClass]!
    const slope = line.variance > 1 ? line.covariance / line.variance : 0
    return Math.max(least, line.ms + slope * (sizeBytes - line.bytes))
  }

  return {
    of,
    left(item) {
      const left = of(item) - item.servedMs
      return left > 0 ? left : item.servedMs
    },
    meanOf: (taskClass) => Math.max(least, lines[taskClass]!.ms),
    finished({ taskClass, sizeBytes }, serviceMs) {
      const line = lines[taskClass]!
      const weight = line.isEmpty ? 1 : smoothing
      line.isEmpty = false
      const byBytes = sizeBytes - line.bytes
      const byMs = serviceMs - line.ms
      line.bytes += weight * byBytes
      line.ms += weight * byMs
      // The first sample has no spread.
      line.variance = (1 - weight) * (line.variance + weight * byBytes * byBytes)
      line.covariance = (1 - weight) * (line.covariance + weight * byBytes * byMs)
    },
  }
}
