import { RankedQueue } from '#core/collections/ranked-queue.ts'
import { policyFamily } from '#core/policy.ts'
import { requiredQuantum } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'

/**
 * Processor sharing, as near as slices come to it: all work present has had the same processor time since it met, give or take a slice.
 *
 *   tag of new work = tag of the work that runs; after a slice, tag += what the slice took; the lowest tag runs
 *
 * On an event loop that cannot interrupt, sharing is by steps: a step longer than the quantum is paid back by waiting for the others. Work
 * without steps runs to its end at its first turn, and if none has steps this is first come, first served.
 *
 * Source      Kleinrock, Queueing Systems II, 1976, chapter 4; tags: Parekh, Gallager, IEEE/ACM Transactions on Networking 1(3), 1993
 * Parameters  quantum: the smaller, the nearer to equal shares and the more turns
 * Cost        O(log n) a slice
 * Deviates    shares are equal up to a quantum. No starvation: new work starts level with the rest, not before it
 */
export const processorSharing = policyFamily<ScheduleContext, Schedule>('schedule')(
  'processor-sharing',
  { source: 'Kleinrock, Queueing Systems II, 1976', cost: 'O(log n)' },
  { quantum: requiredQuantum(0.5) },
  ({ quantum }) => {
    const queue = new RankedQueue<RunItem>()
    let sharedMs = 0
    return {
      push(item) {
        item.mark = sharedMs
        queue.push(item, sharedMs)
      },
      pop() {
        const item = queue.shift()
        if (item !== undefined && item.mark > sharedMs) sharedMs = item.mark
        return item
      },
      quantum: () => quantum,
      yielded(item, sliceMs) {
        item.mark += sliceMs
        queue.push(item, item.mark)
      },
      finished: () => {},
      get length() {
        return queue.length
      },
    }
  },
)
