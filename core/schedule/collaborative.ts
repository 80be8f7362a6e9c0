import { adopt } from '#core/control/settings.ts'
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import { bytes, ms, number, ratio } from '#core/schema/number.ts'
import type { Ms } from '#core/units.ts'
import { ClassQueues } from './class-queues.ts'
import { classValues, inOrder } from './class-values.ts'
import { collaborativeScore } from './load-index.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'
import { taskClass } from './task-class.ts'

/**
 * The preprint's collaborative scheduler: one score from two channels, what the client waits for (front) and how loaded the node is for
 * this class (back), and from the cache penetration; plus the own waiting time of the first task, without a bound. The highest runs.
 *
 *   Psi = theta1 * front + theta2 * back + theta3 * penetration      each between 0 and 1 (eq. 6, see load-index)
 *
 * Source      Mao, Chang, Chen, preprints202601.1301 (2026), section 4.3, equation 6
 * Parameters  theta1, theta2, theta3; priorities: P of each class; references that make the channels numbers; ageing: 0 starves
 * State       a line and an EWMA of response a class; the node's feedback
 * Cost        O(classes)
 * Deviates    Psi high runs first unless `order` is lowest (the print does not say); each channel x becomes x / (1 + x), so none
 *             outweighs the others by its unit; the penetration counts for rendering only, which is what fills the caches: common to all classes it would drop out of
 *             the order; own waiting time is added, so that nothing starves
 */
export const collaborative = policyFamily<ScheduleContext, Schedule>('schedule')(
  'collaborative',
  { source: 'preprints202601.1301, equation 6', cost: 'O(classes)' },
  {
    theta1: number({ min: 0, default: 0.4, meaning: 'weight of the front channel' }),
    theta2: number({ min: 0, default: 0.4, meaning: 'weight of the back channel' }),
    theta3: number({ min: 0, default: 0.2, meaning: 'weight of the cache penetration' }),
    priorities: classValues({
      min: 0,
      defaults: { accept: 1, respond: 1, assemble: 1, write: 0.5, render: 0.5 },
      meaning: 'P of eq. 6, how much a fragment matters to the client',
    }),
    ageing: number({
      min: 0,
      default: 1,
      meaning: 'score gained by waiting the reference response; 0 starves',
    }),
    referenceSize: bytes({ min: 1, default: 16_384, meaning: 'size of a fragment that counts 1' }),
    referenceNetwork: ms({ min: 0.001, default: 50, meaning: 'network time that counts 1' }),
    referenceResponse: ms({ min: 0.001, default: 10, meaning: 'response time that counts 1' }),
    floor: ratio({ min: 0.001, default: 0.05, meaning: 'least of network time and load that is divided by' }),
    smoothing: ratio({ min: 0.001, default: 0.1, meaning: 'weight of a new sample in the averages' }),
    order: choice({
      values: ['highest', 'lowest'],
      default: 'highest',
      meaning: 'which Psi of eq. 6 runs first, the print does not say',
    }),
  },
  (parameters, { feedback, utilisation, settings }) => {
    const weights = adopt(settings, parameters, ['theta1', 'theta2', 'theta3', 'ageing'])
    const queues = new ClassQueues()
    const priorities = inOrder(parameters.priorities)
    const responsesMs = priorities.map(() => parameters.referenceResponse)
    const render = taskClass('render')
    const sign = parameters.order === 'highest' ? 1 : -1

    const score = (index: number, first: RunItem, load: number, now: Ms): number =>
      sign *
        collaborativeScore({
          sizeRatio: first.sizeBytes / parameters.referenceSize,
          priority: priorities[index]!,
          networkRatio: feedback.networkMs / parameters.referenceNetwork,
          responseRatio: responsesMs[index]! / parameters.referenceResponse,
          queued: queues.count(index),
          load,
          penetrationRatio: index === render ? feedback.penetrationRatio : 0,
          floor: parameters.floor,
          theta1: weights.theta1,
          theta2: weights.theta2,
          theta3: weights.theta3,
        }) +
      (weights.ageing * (now - first.enqueuedAtMs)) / parameters.referenceResponse

    return {
      push: (item) => queues.push(item),
      pop(now) {
        if (queues.length === 0) return undefined
        const load = utilisation() + feedback.bandwidthRatio(now)
        return queues.shift(queues.best((index, first) => score(index, first, load, now)))
      },
      quantum: () => Number.POSITIVE_INFINITY,
      yielded: (item) => queues.pushFirst(item),
      finished({ taskClass: index }, serviceMs, waitMs) {
        responsesMs[index]! += parameters.smoothing * (serviceMs + waitMs - responsesMs[index]!)
      },
      get length() {
        return queues.length
      },
    }
  },
)
