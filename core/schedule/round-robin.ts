import { Fifo } from '#core/collections/fifo.ts'
import { policyFamily } from '#core/policy.ts'
import { requiredQuantum } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'

/**
 * Each runs for a quantum, then goes to the end of the line.
 *
 * Source      Kleinrock, Queueing Systems II, 1976, chapter 4
 * Parameters  quantum: towards 0 this is processor sharing, beyond the longest task first come, first served
 * Cost        O(1) a slice
 * Deviates    a step that outlasts the quantum runs to its end; that is not paid back (processor-sharing does)
 */
export const roundRobin = policyFamily<ScheduleContext, Schedule>('schedule')(
  'round-robin',
  { source: 'Kleinrock, Queueing Systems II, 1976', cost: 'O(1)' },
  { quantum: requiredQuantum(5) },
  ({ quantum }) => {
    const queue = new Fifo<RunItem>()
    return {
      push: (item) => queue.push(item),
      pop: () => queue.shift(),
      quantum: () => quantum,
      yielded: (item) => queue.push(item),
      finished: () => {},
      get length() {
        return queue.length
      },
    }
  },
)
