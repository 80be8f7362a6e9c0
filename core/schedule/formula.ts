import { policyFamily } from '#core/policy.ts'
import { bytesPerSecond, ms } from '#core/schema/number.ts'
import { compileFormula, formulaText } from '#core/written-formula.ts'
import { ClassQueues } from './class-queues.ts'
import { quantum, quantumMs } from './quantum.ts'
import type { Schedule, ScheduleContext } from './schedule.ts'
import { estimateFields, sizeEstimate } from './size-estimate.ts'
import { taskClasses } from './task-class.ts'

/** What a written priority may speak of, of a class and the first task that waits in it. */
const names = {
  Q: { dimension: { ms: 0, bytes: 0 }, meaning: 'tasks of the class that wait' },
  N: { dimension: { ms: 0, bytes: 0 }, meaning: 'tasks of all classes that wait' },
  R: { dimension: { ms: 1, bytes: 0 }, meaning: 'smoothed response time of the class' },
  L: { dimension: { ms: 1, bytes: 0 }, meaning: 'time to move the bytes of the task' },
  C: { dimension: { ms: 1, bytes: 0 }, meaning: 'expected processor time of the task' },
  W: { dimension: { ms: 1, bytes: 0 }, meaning: 'time the task has waited' },
  S: { dimension: { ms: 0, bytes: 1 }, meaning: 'size of the task' },
  U: { dimension: { ms: 0, bytes: 0 }, meaning: 'utilisation of the loop, 0 to 1' },
} as const

/**
 * A priority that the scenario writes: `{ policy: formula, priority: "Q*R/(L+C)" }`. The class with the highest value runs, first come
 * first served within it.
 *
 * Source      preprints202601.1301 (2026), equation 1, is the default; the language is that of core/written-formula
 * Parameters  priority: the formula; quantum: 0 runs each to its end
 * Cost        O(classes), a few calls an operation
 * Errors      unknown names, operations that are not allowed and sums of different units are refused when the scenario is read
 * Deviates    a value that is not a number (0 / 0) ranks below all numbers, among such the one that came first runs; infinite values are
 *             the highest and lowest ranks. Starves unless the formula grows with W
 */
export const formula = policyFamily<ScheduleContext, Schedule>('schedule')(
  'formula',
  { source: 'preprints202601.1301, equation 1, or as written', cost: 'O(classes)' },
  {
    priority: formulaText({
      names,
      default: 'Q * R / (L + C)',
      meaning: 'what runs first has the highest value',
    }),
    bandwidth: bytesPerSecond({ min: 1, default: 125e6, meaning: 'at which the bytes of a task are moved' }),
    priorResponse: ms({ min: 0.001, default: 10, meaning: 'response time assumed before the first sample' }),
    ...estimateFields,
    quantum: quantum(),
  },
  (parameters, { utilisation }) => {
    const queues = new ClassQueues()
    const evaluate = compileFormula(parameters.priority, names)
    const estimate = sizeEstimate(parameters)
    const responsesMs = taskClasses.map(() => parameters.priorResponse)
    const bytesPerMs = parameters.bandwidth / 1000
    const sliceMs = quantumMs(parameters.quantum)
    const values = new Float64Array(Object.entries(names).length)

    return {
      push: (item) => queues.push(item),
      pop(now) {
        if (queues.length === 0) return undefined
        const used = utilisation()
        const chosen = queues.best((index, first) => {
          // In the order of the names.
          values[0] = queues.count(index)
          values[1] = queues.length
          values[2] = responsesMs[index]!
          values[3] = first.sizeBytes / bytesPerMs
          values[4] = estimate.of(first)
          values[5] = now - first.enqueuedAtMs
          values[6] = first.sizeBytes
          values[7] = used
          return evaluate(values)
        })
        return queues.shift(chosen)
      },
      quantum: () => sliceMs,
      yielded: (item) => queues.pushFirst(item),
      finished(item, serviceMs, waitMs) {
        const index = item.taskClass
        responsesMs[index]! += parameters.smoothing * (serviceMs + waitMs - responsesMs[index]!)
        estimate.finished(item, serviceMs)
      },
      get length() {
        return queues.length
      },
    }
  },
)
