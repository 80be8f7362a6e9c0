import { RankedQueue } from '#core/collections/ranked-queue.ts'
import { policyFamily } from '#core/policy.ts'
import { requiredQuantum } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'
import { estimateFields, sizeEstimate, sizesField } from './size-estimate.ts'

/**
 * Shortest remaining processing time: after each slice the work with least left runs on. Least mean response of all orders.
 *
 * Source      Schrage, Miller, Operations Research 14, 1966
 * Parameters  sizes: estimated from class and bytes, or exact; quantum
 * State       a heap; a line of time over bytes a class
 * Cost        O(log n)
 * Deviates    chooses the next slice, so an arrival waits up to a quantum, and work without steps is never interrupted (it is then
 *             shortest job first); work that outlived its estimate counts as half done. Starves long work under load.
 */
export const srpt = policyFamily<ScheduleContext, Schedule>('schedule')(
  'srpt',
  { source: 'Schrage, Miller 1966', cost: 'O(log n)' },
  {
    sizes: sizesField,
    ...estimateFields,
    quantum: requiredQuantum(1),
  },
  (parameters) => {
    const queue = new RankedQueue<RunItem>()
    const estimate = sizeEstimate(parameters)
    return {
      push: (item) => queue.push(item, estimate.of(item)),
      pop: () => queue.shift(),
      quantum: () => parameters.quantum,
      yielded: (item) => queue.push(item, estimate.left(item)),
      finished: (item, serviceMs) => estimate.finished(item, serviceMs),
      get length() {
        return queue.length
      },
      wantsDemand: parameters.sizes === 'exact',
    }
  },
)
