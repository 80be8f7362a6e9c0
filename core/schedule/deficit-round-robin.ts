import { Fifo } from '#core/collections/fifo.ts'
import { policyFamily } from '#core/policy.ts'
import { ms } from '#core/schema/number.ts'
import { ClassQueues } from './class-queues.ts'
import { alike, classValues, inOrder } from './class-values.ts'
import type { Schedule, ScheduleContext } from './schedule.ts'
import { estimateFields, sizeEstimate } from './size-estimate.ts'

/**
 * The classes that wait take turns. A turn adds the quantum to the class's deficit and serves its tasks while they fit into it; a class
 * that has nothing left loses its deficit.
 *
 * Source      Shreedhar, Varghese, SIGCOMM 1995
 * Parameters  quantum: added at each turn, times the weight of the class
 * State       a line and a deficit a class; the classes that wait, in the order of their turns
 * Cost        O(classes)
 * Deviates    sizes are estimated; a class that still waits is charged or given back the difference when the task is done. No starvation
 */
export const deficitRoundRobin = policyFamily<ScheduleContext, Schedule>('schedule')(
  'deficit-round-robin',
  { source: 'Shreedhar, Varghese 1995', cost: 'O(classes)' },
  {
    quantum: ms({ min: 0.001, default: 5, meaning: 'time added at each turn' }),
    weights: classValues({
      min: 0.001,
      defaults: alike(1),
      meaning: 'share of the processor against the others',
    }),
    ...estimateFields,
  },
  (parameters) => {
    const queues = new ClassQueues()
    const quanta = inOrder(parameters.weights).map((weight) => weight * parameters.quantum)
    const deficits = quanta.map(() => 0)
    const estimate = sizeEstimate(parameters)
    const turns = new Fifo<number>()
    let hasQuantum = false

    const lacking = (index: number): number => estimate.of(queues.peek(index)!) - deficits[index]!

    /** Nobody could be served in a whole round: as many rounds at once as bring the first one near. */
    function skipRounds(): void {
      let rounds = Number.POSITIVE_INFINITY
      for (let index = 0; index < quanta.length; index++)
        if (queues.count(index) > 0) rounds = Math.min(rounds, Math.ceil(lacking(index) / quanta[index]!) - 1)
      if (rounds <= 0) return
      for (let index = 0; index < quanta.length; index++)
        if (queues.count(index) > 0) deficits[index]! += rounds * quanta[index]!
    }

    /** Ends the turn of the first class. */
    function turn(): void {
      turns.push(turns.shift()!)
      hasQuantum = false
    }

    function serve(index: number) {
      const item = queues.shift(index)!
      item.mark = estimate.of(item)
      deficits[index]! -= item.mark
      if (queues.count(index) > 0) return item
      deficits[index] = 0
      turns.shift()
      hasQuantum = false
      return item
    }

    return {
      push(item) {
        if (queues.count(item.taskClass) === 0) turns.push(item.taskClass)
        queues.push(item)
      },
      pop() {
        if (queues.length === 0) return undefined
        for (let passed = 0; ; passed++) {
          if (passed > 0 && passed % turns.length === 0) skipRounds()
          const index = turns.peek()!
          if (!hasQuantum) deficits[index]! += quanta[index]!
          hasQuantum = true
          if (lacking(index) <= 0) return serve(index)
          turn()
        }
      },
      quantum: () => Number.POSITIVE_INFINITY,
      yielded(item) {
        if (queues.count(item.taskClass) === 0) turns.push(item.taskClass)
        queues.pushFirst(item)
      },
      finished(item, serviceMs) {
        estimate.finished(item, serviceMs)
        if (queues.count(item.taskClass) > 0) deficits[item.taskClass]! += item.mark - serviceMs
      },
      get length() {
        return queues.length
      },
    }
  },
)
