/**
 * The preprint's adaptive scheduler. Tasks wait in one queue a class; the class whose first task has the highest index runs.
 *
 *   index = T (eq. 1: crowded classes with cheap tasks first)
 *         / (1 + W of demand (eq. 4: heavy against what is left of the processor))
 *         + ageing * F-relative waiting time of the first task (eq. 5 gives the scale)
 *
 * Source      Mao, Chang, Chen, preprints202601.1301 (2026), section 3.3 and 4.2, equations 1, 4, 5
 * Parameters  alpha, beta, gamma: weights of eq. 4; ageing: index per intensity waited; window, slices: eq. 5; floor: of capacity;
 *             order: which end of T runs first
 * State       a queue, an EWMA of response and service, and a ring of slices a class
 * Cost        O(classes) a decision
 * Deviates    high T runs first unless `order` is lowest (the print does not say which end; then the index is (1 + W) / T); the demand terms of W lower the rank (raising it would be
 *             longest job first); own waiting time enters without a bound, so that nothing starves (the print starves single heavy
 *             tasks under steady light load)
 */
import { Fifo } from '#core/collections/fifo.ts'
import { adopt } from '#core/control/settings.ts'
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import { count, ms, number, ratio } from '#core/schema/number.ts'
import type { Ms } from '#core/units.ts'
import {
  executionPriority,
  remaining,
  type Slice,
  schedulingIntensity,
  schedulingWeight,
} from './load-index.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'
import { taskClasses } from './task-class.ts'

interface ClassState {
  readonly queue: Fifo<RunItem>
  responseMs: Ms
  serviceMs: Ms
  sizeBytes: number
  open: { serviceMs: Ms; delayMs: Ms; requests: number }
  slices: Slice[]
  intensityMs: Ms
}

export const adaptive = policyFamily<ScheduleContext, Schedule>('schedule')(
  'adaptive',
  { source: 'preprints202601.1301, equations 1, 4, 5', cost: 'O(classes) a decision' },
  {
    alpha: number({ min: 0, default: 0.4, meaning: 'weight of input and output in eq. 4' }),
    beta: number({ min: 0, default: 0.4, meaning: 'weight of processor demand in eq. 4' }),
    gamma: number({ min: 0, default: 0.2, meaning: 'weight of the waiting time in eq. 4' }),
    ageing: number({
      min: 0,
      default: 1,
      meaning: 'index gained by waiting one scheduling intensity (eq. 5); 0 starves',
    }),
    smoothing: ratio({ min: 0.001, default: 0.1, meaning: 'weight of a new sample in the averages' }),
    priorResponse: ms({ min: 0.001, default: 10, meaning: 'response time assumed before the first sample' }),
    priorService: ms({ min: 0.001, default: 1, meaning: 'service time assumed before the first sample' }),
    slice: ms({
      min: 1,
      default: 100,
      meaning: 'length of a slice of eq. 5, and period in which capacity is counted',
    }),
    window: count({ min: 1, max: 1000, default: 10, meaning: 'k of eq. 5, slices' }),
    order: choice({
      values: ['highest', 'lowest'],
      default: 'highest',
      meaning: 'which T of eq. 1 runs first, the print does not say',
    }),
    floor: ratio({ min: 0.001, default: 0.05, meaning: 'share of capacity that always counts as left' }),
  },
  (parameters, { settings }) => {
    const weights = adopt(settings, parameters, ['alpha', 'beta', 'gamma', 'ageing'])
    const classes: ClassState[] = taskClasses.map(() => ({
      queue: new Fifo<RunItem>(),
      responseMs: parameters.priorResponse,
      serviceMs: parameters.priorService,
      sizeBytes: 0,
      open: { serviceMs: 0, delayMs: 0, requests: 0 },
      slices: [],
      intensityMs: parameters.priorResponse,
    }))
    const bandwidthBytes = parameters.slice * 12_500
    let length = 0
    let sliceEndsMs = parameters.slice
    let busyMs = 0
    let busyRatio = 0

    function turnSlices(now: Ms): void {
      if (now < sliceEndsMs) return
      busyRatio = Math.min(1, busyMs / parameters.slice)
      busyMs = 0
      sliceEndsMs = now + parameters.slice
      for (const state of classes) {
        state.slices.push(state.open)
        if (state.slices.length > parameters.window) state.slices.shift()
        state.open = { serviceMs: 0, delayMs: 0, requests: 0 }
        const intensityMs = schedulingIntensity(state.slices)
        if (intensityMs > 0) state.intensityMs = intensityMs
      }
    }

    function index(state: ClassState, now: Ms): number {
      const waitMs = now - state.queue.peek()!.enqueuedAtMs
      const priority = executionPriority({
        queued: state.queue.length,
        responseMs: state.responseMs,
        ioMs: 0,
        cpuMs: state.serviceMs,
        sliceMs: 0.001,
      })
      const demand = schedulingWeight({
        ioBytes: state.sizeBytes,
        bandwidthBytes: remaining(bandwidthBytes, busyRatio, parameters.floor),
        cpuMs: state.serviceMs,
        availableMs: remaining(parameters.slice, busyRatio, parameters.floor),
        waitMs: 0,
        referenceMs: 1,
        alpha: weights.alpha,
        beta: weights.beta,
        gamma: 0,
      })
      const waited = waitMs / Math.max(state.intensityMs, 0.001)
      const rank = parameters.order === 'highest' ? priority / (1 + demand) : (1 + demand) / priority
      return rank + (weights.gamma + weights.ageing * waited) * waited
    }

    return {
      push(item) {
        classes[item.taskClass]!.queue.push(item)
        length++
      },
      pop(now) {
        if (length === 0) return undefined
        turnSlices(now)
        let best: ClassState | undefined
        let bestIndex = Number.NEGATIVE_INFINITY
        for (const state of classes) {
          if (state.queue.length === 0) continue
          if (length === state.queue.length) {
            best = state
            break
          }
          const found = index(state, now)
          if (found > bestIndex) {
            bestIndex = found
            best = state
          }
        }
        length--
        return best!.queue.shift()
      },
      quantum: () => Number.POSITIVE_INFINITY,
      yielded(item) {
        classes[item.taskClass]!.queue.push(item)
        length++
      },
      finished(item, serviceMs, waitMs) {
        const state = classes[item.taskClass]!
        const { smoothing } = parameters
        state.responseMs += smoothing * (serviceMs + waitMs - state.responseMs)
        state.serviceMs += smoothing * (serviceMs - state.serviceMs)
        state.sizeBytes += smoothing * (item.sizeBytes - state.sizeBytes)
        state.open.serviceMs += serviceMs
        state.open.delayMs += waitMs
        state.open.requests++
        busyMs += serviceMs
      },
      get length() {
        return length
      },
    }
  },
)
