import { adoptLevels } from '#core/control/settings.ts'
import { policyFamily } from '#core/policy.ts'
import { ClassQueues } from './class-queues.ts'
import { classValues, inOrder } from './class-values.ts'
import { quantum, quantumMs } from './quantum.ts'
import type { Schedule, ScheduleContext } from './schedule.ts'

/**
 * Static priorities: the class of the highest level first, first come first served within a level.
 *
 * Source      Cobham, Operations Research 2, 1954
 * Parameters  levels: of each class, lightest first unless said; quantum: 0 runs each to its end
 * Cost        O(classes)
 * Deviates    starves the lower levels while the higher ones fill the processor (ageing-priority does not)
 */
export const priority = policyFamily<ScheduleContext, Schedule>('schedule')(
  'priority',
  { source: 'Cobham 1954', cost: 'O(classes)' },
  {
    levels: classValues({
      min: 0,
      defaults: { accept: 4, respond: 3, assemble: 2, write: 1, render: 0 },
      meaning: 'level, the highest first',
    }),
    quantum: quantum(),
  },
  (parameters, { settings }) => {
    const queues = new ClassQueues()
    const levels = adoptLevels(settings, inOrder(parameters.levels))
    const sliceMs = quantumMs(parameters.quantum)
    return {
      push: (item) => queues.push(item),
      pop: () => queues.shift(queues.best((index) => levels[index]!)),
      quantum: () => sliceMs,
      yielded: (item) => queues.pushFirst(item),
      finished: () => {},
      get length() {
        return queues.length
      },
    }
  },
)
