import { Fifo } from '#core/collections/fifo.ts'
import { RankedQueue } from '#core/collections/ranked-queue.ts'
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import type { Ms } from '#core/units.ts'
import { classValues, inOrder } from './class-values.ts'
import { quantum, quantumMs } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'
import { estimateFields, sizeEstimate } from './size-estimate.ts'

/**
 * Earliest deadline first. If all can be done in time, this does it; under overload it would be late for all (each runs just after its
 * deadline), so by default what cannot be done in time any more waits behind what can.
 *
 * Source      Liu, Layland, Journal of the ACM 20(1), 1973; Dertouzos 1974; overload: Locke, CMU-CS-86-134, 1986
 * Parameters  withinMs: deadline after the arrival, a class, where the flow gives none; late: hopeless work runs last or keeps its place
 * State       a heap by deadline; a line of hopeless work; a line of time over bytes a class
 * Cost        O(log n)
 * Deviates    whether work is hopeless is judged by its estimated size; it is not dropped, and starves while there is always other work
 */
export const edf = policyFamily<ScheduleContext, Schedule>('schedule')(
  'edf',
  { source: 'Liu, Layland 1973', cost: 'O(log n)' },
  {
    withinMs: classValues({
      min: 0,
      defaults: { accept: 50, respond: 50, assemble: 100, write: 200, render: 300 },
      meaning: 'deadline after the arrival in ms',
    }),
    late: choice({ values: ['last', 'first'], default: 'last', meaning: 'when hopeless work runs' }),
    ...estimateFields,
    quantum: quantum(),
  },
  (parameters) => {
    const timely = new RankedQueue<RunItem>()
    const hopeless = new Fifo<RunItem>()
    const withinMs = inOrder(parameters.withinMs)
    const estimate = sizeEstimate(parameters)
    const sliceMs = quantumMs(parameters.quantum)

    const isHopeless = (item: RunItem, now: Ms): boolean =>
      parameters.late === 'last' && item.mark < now + Math.max(0, estimate.of(item) - item.servedMs)

    return {
      push(item) {
        item.mark = item.deadlineMs ?? item.enqueuedAtMs + withinMs[item.taskClass]!
        timely.push(item, item.mark)
      },
      pop(now) {
        for (let item = timely.shift(); item !== undefined; item = timely.shift()) {
          if (!isHopeless(item, now)) return item
          hopeless.push(item)
        }
        return hopeless.shift()
      },
      quantum: () => sliceMs,
      yielded: (item) => timely.push(item, item.mark),
      finished: (item, serviceMs) => estimate.finished(item, serviceMs),
      get length() {
        return timely.length + hopeless.length
      },
    }
  },
)
