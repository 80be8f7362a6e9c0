import { RankedQueue } from '#core/collections/ranked-queue.ts'
import { policyFamily } from '#core/policy.ts'
import { quantum, quantumMs } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'

/**
 * Last come, first served. With a quantum the newest interrupts (PLCS): its mean response is then that of processor sharing.
 *
 * Source      Kleinrock, Queueing Systems II, 1976, chapters 3 and 4
 * Parameters  quantum: 0 runs each to its end
 * Cost        O(log n)
 * Deviates    starves: the oldest waits until all that came later are done; an interruption waits for the end of the slice
 */
export const lcfs = policyFamily<ScheduleContext, Schedule>('schedule')(
  'lcfs',
  { source: 'Kleinrock, Queueing Systems II, 1976', cost: 'O(log n)' },
  { quantum: quantum() },
  (parameters) => {
    const queue = new RankedQueue<RunItem>()
    const sliceMs = quantumMs(parameters.quantum)
    let arrivals = 0
    return {
      push(item) {
        item.mark = ++arrivals
        queue.push(item, -item.mark)
      },
      pop: () => queue.shift(),
      quantum: () => sliceMs,
      yielded: (item) => queue.push(item, -item.mark),
      finished: () => {},
      get length() {
        return queue.length
      },
    }
  },
)
