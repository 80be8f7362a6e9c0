import { Fifo } from '#core/collections/fifo.ts'
import { policyFamily } from '#core/policy.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'

/**
 * First come, first served, whatever the class.
 *
 * Source      Kleinrock, Queueing Systems I, 1975; what Node's event loop does with ready callbacks of one phase
 * Cost        O(1)
 */
export const fcfs = policyFamily<ScheduleContext, Schedule>('schedule')(
  'fcfs',
  { source: 'Kleinrock, Queueing Systems I, 1975', cost: 'O(1)' },
  {},
  () => {
    const queue = new Fifo<RunItem>()
    return {
      push: (item) => queue.push(item),
      pop: () => queue.shift(),
      quantum: () => Number.POSITIVE_INFINITY,
      yielded: (item) => queue.push(item),
      finished: () => {},
      get length() {
        return queue.length
      },
    }
  },
)
