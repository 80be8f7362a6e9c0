import { policyFamily } from '#core/policy.ts'
import { number } from '#core/schema/number.ts'
import { ClassQueues } from './class-queues.ts'
import { classValues, inOrder } from './class-values.ts'
import { quantum, quantumMs } from './quantum.ts'
import type { Schedule, ScheduleContext } from './schedule.ts'

/**
 * Priorities that rise with waiting: level + ageing * time waited. Work of a lower class waits at most (gap between the levels) / ageing
 * longer than work of a higher class that came with it: after that it is before all that comes.
 *
 * Source      Kleinrock, Naval Research Logistics Quarterly 11, 1964 (delay-dependent priorities)
 * Parameters  levels: of each class; ageing: levels gained a second, 0 starves; quantum: 0 runs each to its end
 * Cost        O(classes)
 * Deviates    all classes age alike, so the order of two waiting tasks never changes
 */
export const ageingPriority = policyFamily<ScheduleContext, Schedule>('schedule')(
  'ageing-priority',
  { source: 'Kleinrock 1964', cost: 'O(classes)' },
  {
    levels: classValues({
      min: 0,
      defaults: { accept: 4, respond: 3, assemble: 2, write: 1, render: 0 },
      meaning: 'level, the highest first',
    }),
    ageing: number({ min: 0, default: 10, meaning: 'levels gained by waiting a second' }),
    quantum: quantum(),
  },
  (parameters) => {
    const queues = new ClassQueues()
    const levels = inOrder(parameters.levels)
    const perMs = parameters.ageing / 1000
    const sliceMs = quantumMs(parameters.quantum)
    return {
      push: (item) => queues.push(item),
      pop: (now) =>
        queues.shift(queues.best((index, first) => levels[index]! + perMs * (now - first.enqueuedAtMs))),
      quantum: () => sliceMs,
      yielded: (item) => queues.pushFirst(item),
      finished: () => {},
      get length() {
        return queues.length
      },
    }
  },
)
