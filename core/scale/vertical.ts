/**
 * Larger or smaller instances instead of more: the recommendation is a high percentile of what was used, with a margin, and instances
 * are restarted only when they are far enough from it.
 *
 * Source      Kubernetes autoscaler, vertical-pod-autoscaler, recommender (decaying histogram, half-life 24 h, 90th percentile, margin
 *             15 %, bounds by confidence) and updater
 * Parameters  percentile, margin, half-life, least and most processors, change that is worth a restart, time between restarts
 * State       a decaying histogram of the use of an instance, the present size
 * Cost        O(instances + classes of the histogram)
 * Deviates    the target alone decides, with a dead band, where the updater looks at bounds by confidence and at the age of pods
 */
import { log } from '#core/math/log.ts'
import { pow } from '#core/math/pow.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ms, number, ratio } from '#core/schema/number.ts'
import { planOf } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

/** Classes of use, each 5 % wider than the one before, from a hundredth of a processor, as the recommender has them. */
const classes = 176
const firstProcessors = 0.01
const growth = 1.05

export const vertical = policyFamily<ScaleContext, Scale>('scale')(
  'vertical',
  { source: 'Kubernetes vertical-pod-autoscaler', cost: 'O(instances + classes)' },
  {
    replicas: count({ min: 1, default: 2, meaning: 'instances' }),
    percentile: ratio({
      default: 0.9,
      meaning: 'share of the time in which the use is below the recommendation',
    }),
    margin: ratio({ max: 10, default: 0.15, meaning: 'beyond the percentile' }),
    halfLife: ms({ min: 1, default: 86_400_000, meaning: 'age at which a reading counts half' }),
    start: number({ min: 0.01, default: 1, meaning: 'processors an instance has at first' }),
    least: number({ min: 0.01, default: 0.1, meaning: 'fewest processors' }),
    most: number({ min: 0.01, default: 16, meaning: 'most processors' }),
    change: ratio({ max: 10, default: 0.2, meaning: 'relative change that is worth a restart' }),
    between: ms({ default: 600_000, meaning: 'least time between restarts' }),
  },
  (p, context) => {
    const weights = new Float64Array(classes)
    let processors = Math.max(p.least, Math.min(p.most, p.start))
    let total = 0
    let restartedAtMs: number | undefined
    let readAtMs: number | undefined

    function take(used: number): void {
      const place = used <= firstProcessors ? 0 : 1 + Math.floor(log(used / firstProcessors) / log(growth))
      weights[Math.min(classes - 1, place)]! += 1
      total += 1
    }

    function age(now: number): void {
      const keep = pow(0.5, (now - (readAtMs ?? now)) / p.halfLife)
      for (let place = 0; place < classes; place++) weights[place]! *= keep
      total *= keep
      readAtMs = now
    }

    /** Upper end of the class of the percentile, with the margin. */
    function recommended(): number {
      let left = p.percentile * total
      let place = 0
      while (place < classes - 1 && weights[place]! < left) left -= weights[place++]!
      return Math.max(p.least, Math.min(p.most, firstProcessors * pow(growth, place) * (1 + p.margin)))
    }

    return {
      decide(reading, now) {
        age(now)
        restartedAtMs ??= now
        for (const { isReady, cpuMsPerSecond } of reading.instances)
          if (isReady && cpuMsPerSecond !== undefined) take(cpuMsPerSecond / 1000)
        const wanted = total > 0 ? recommended() : processors
        if (Math.abs(wanted / processors - 1) > p.change && now - restartedAtMs >= p.between) {
          processors = wanted
          restartedAtMs = now
        }
        return { ...planOf(p.replicas, reading, context), processors }
      },
    }
  },
)
