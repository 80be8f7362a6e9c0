import { RankedQueue } from '#core/collections/ranked-queue.ts'
import { policyFamily } from '#core/policy.ts'
import { requiredQuantum } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'

/**
 * Least attained service first (foreground-background): whatever had least processor time so far runs. Needs no sizes.
 *
 * Source      Schrage, Management Science 13, 1967; Harchol-Balter 2013, chapter 30
 * Cost        O(log n)
 * Deviates    served in slices, so equals differ by up to a quantum; starves long work under load
 */
export const leastAttained = policyFamily<ScheduleContext, Schedule>('schedule')(
  'least-attained',
  { source: 'Schrage 1967', cost: 'O(log n)' },
  { quantum: requiredQuantum(1) },
  ({ quantum }) => {
    const queue = new RankedQueue<RunItem>()
    return {
      push: (item) => queue.push(item, 0),
      pop: () => queue.shift(),
      quantum: () => quantum,
      yielded: (item) => queue.push(item, item.servedMs),
      finished: () => {},
      get length() {
        return queue.length
      },
    }
  },
)
