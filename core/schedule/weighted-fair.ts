import { policyFamily } from '#core/policy.ts'
import { ClassQueues } from './class-queues.ts'
import { alike, classValues, inOrder } from './class-values.ts'
import type { Schedule, ScheduleContext } from './schedule.ts'

/**
 * Start-time fair queueing between the classes: each gets processor time in proportion to its weight while it waits, whatever its tasks
 * take, and none saves up time while it has nothing to do.
 *
 *   start of a class = max(its finish, start of the class in service) when it begins to wait
 *   finish += service / weight; the lowest start runs
 *
 * Source      Goyal, Vin, Cheng, SIGCOMM 1996 (SFQ); Demers, Keshav, Shenker, SIGCOMM 1989 (WFQ)
 * Parameters  weights: of each class
 * State       a line and a finish a class
 * Cost        O(classes)
 * Deviates    charged by what the service took, when it is known; the flows are the classes. No starvation: weights are above 0
 */
export const weightedFair = policyFamily<ScheduleContext, Schedule>('schedule')(
  'weighted-fair',
  { source: 'Goyal, Vin, Cheng 1996', cost: 'O(classes)' },
  {
    weights: classValues({
      min: 0.001,
      defaults: alike(1),
      meaning: 'share of the processor against the others',
    }),
  },
  (parameters) => {
    const queues = new ClassQueues()
    const weights = inOrder(parameters.weights)
    const finishes = weights.map(() => 0)
    let started = 0

    return {
      push(item) {
        const index = item.taskClass
        if (queues.count(index) === 0) finishes[index] = Math.max(finishes[index]!, started)
        queues.push(item)
      },
      pop() {
        const chosen = queues.best((index) => -finishes[index]!)
        if (chosen >= 0) started = finishes[chosen]!
        return queues.shift(chosen)
      },
      quantum: () => Number.POSITIVE_INFINITY,
      yielded: (item) => queues.pushFirst(item),
      finished(item, serviceMs) {
        finishes[item.taskClass]! += serviceMs / weights[item.taskClass]!
      },
      get length() {
        return queues.length
      },
    }
  },
)
