import { policyFamily } from '#core/policy.ts'
import { ClassQueues } from './class-queues.ts'
import { alike, classValues, inOrder } from './class-values.ts'
import { quantum, quantumMs } from './quantum.ts'
import type { Schedule, ScheduleContext } from './schedule.ts'
import { estimateFields, sizeEstimate } from './size-estimate.ts'

/**
 * The class whose waiting costs most for the time it takes: highest c mu, c the cost of one task waiting for a time, 1 / mu its mean
 * service time. Least total cost if services are exponential and may be interrupted, or may not and any service.
 *
 * Source      Cox, Smith, Queues, 1961; Buyukkoc, Varaiya, Walrand, Advances in Applied Probability 17, 1985
 * Parameters  costs: of each class; quantum: 0 runs each to its end
 * Cost        O(classes)
 * Deviates    mu is learnt from the work done, and at least as fast as anything told apart; starves the classes of low index
 */
export const cMu = policyFamily<ScheduleContext, Schedule>('schedule')(
  'c-mu',
  { source: 'Cox, Smith 1961', cost: 'O(classes)' },
  {
    costs: classValues({ min: 0, defaults: alike(1), meaning: 'cost of a task waiting for a time' }),
    ...estimateFields,
    quantum: quantum(),
  },
  (parameters) => {
    const queues = new ClassQueues()
    const costs = inOrder(parameters.costs)
    const estimate = sizeEstimate(parameters)
    const sliceMs = quantumMs(parameters.quantum)
    return {
      push: (item) => queues.push(item),
      pop: () => queues.shift(queues.best((index) => costs[index]! / estimate.meanOf(index))),
      quantum: () => sliceMs,
      yielded: (item) => queues.pushFirst(item),
      finished: (item, serviceMs) => estimate.finished(item, serviceMs),
      get length() {
        return queues.length
      },
    }
  },
)
