import { RankedQueue } from '#core/collections/ranked-queue.ts'
import { policyFamily } from '#core/policy.ts'
import { quantum, quantumMs } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'
import { estimateFields, sizeEstimate, sizesField } from './size-estimate.ts'

/**
 * Shortest job first, by the whole size; with a quantum the shorter interrupts (PSJF).
 *
 * Source      Phipps, Operations Research 4, 1956; Harchol-Balter 2013, chapters 31 and 32
 * Parameters  sizes: estimated from class and bytes, or exact; quantum: 0 runs each to its end
 * State       a heap; a line of time over bytes a class
 * Cost        O(log n)
 * Deviates    starves long work under load; an estimate is made when the work comes and stays
 */
export const sjf = policyFamily<ScheduleContext, Schedule>('schedule')(
  'sjf',
  { source: 'Phipps 1956', cost: 'O(log n)' },
  {
    sizes: sizesField,
    ...estimateFields,
    quantum: quantum(),
  },
  (parameters) => {
    const queue = new RankedQueue<RunItem>()
    const estimate = sizeEstimate(parameters)
    const sliceMs = quantumMs(parameters.quantum)
    return {
      push(item) {
        item.mark = estimate.of(item)
        queue.push(item, item.mark)
      },
      pop: () => queue.shift(),
      quantum: () => sliceMs,
      yielded: (item) => queue.push(item, item.mark),
      finished: (item, serviceMs) => estimate.finished(item, serviceMs),
      get length() {
        return queue.length
      },
      wantsDemand: parameters.sizes === 'exact',
    }
  },
)
