/**
 * The horizontal autoscaler of Kubernetes, on the use of the processor.
 *
 * Source      Kubernetes, pkg/controller/podautoscaler/horizontal.go and replica_calculator.go
 * Parameters  target, tolerance and its comparison; readiness: how young an instance is not yet counted; windows and rates
 * State       recommendations and changes of the last minutes
 * Cost        O(instances + recommendations in the window)
 * Deviates    the period in which it runs (15 s there) is the driver's; instances younger than the initialisation count as not ready,
 *             where Kubernetes looks at the age of their metrics, too; of several metrics only the processor
 */
import { policyFamily } from '#core/policy.ts'
import { choice, count, ms, number, ratio } from '#core/schema.ts'
import { planOf } from './fleet.ts'
import { replicaBehaviour } from './replica-behaviour.ts'
import { desiredReplicas } from './replica-calculator.ts'
import type { Scale, ScaleContext } from './scale.ts'

export const kubernetesHpa = policyFamily<ScaleContext, Scale>('scale')(
  'kubernetes-hpa',
  { source: 'Kubernetes pkg/controller/podautoscaler', cost: 'O(instances)' },
  {
    targetPercent: number({
      min: 1,
      max: 1000,
      default: 80,
      meaning: 'percent of what is asked for that shall be used',
    }),
    tolerance: ratio({ default: 0.1, meaning: 'deviation of use from target that changes nothing' }),
    comparison: choice({
      values: ['interval', 'distance'],
      default: 'interval',
      meaning: 'bound of the tolerance: interval since 1.33, distance from 1 before',
    }),
    readiness: ms({ default: 0, meaning: 'age below which an instance does not count as ready' }),
    upWindow: ms({ default: 0, meaning: 'rising takes the lowest recommendation of this long' }),
    downWindow: ms({ default: 300_000, meaning: 'falling takes the highest recommendation of this long' }),
    upCount: count({ default: 4, meaning: 'replicas that may be added a period' }),
    upRatio: ratio({
      max: 1000,
      default: 1,
      meaning: 'share that may be added a period; the larger of the two counts',
    }),
    upPeriod: ms({ min: 1, default: 15_000, meaning: 'period of rising' }),
    downCount: count({ default: 0, meaning: 'replicas that may be removed a period; 0 takes no part' }),
    downRatio: ratio({ default: 1, meaning: 'share that may be removed a period' }),
    downPeriod: ms({ min: 1, default: 15_000, meaning: 'period of falling' }),
  },
  (p, context) => {
    const behaviour = replicaBehaviour({
      up: { windowMs: p.upWindow, countMax: p.upCount, ratioMax: p.upRatio, periodMs: p.upPeriod },
      down: { windowMs: p.downWindow, countMax: p.downCount, ratioMax: p.downRatio, periodMs: p.downPeriod },
    })
    return {
      decide(reading, now) {
        const { replicas } = reading
        const instances = reading.instances.map((one) =>
          one.ageMs < p.readiness ? { ...one, isReady: false } : one,
        )
        // Without a metric there is no recommendation, and the past ones stay as they are.
        const desired = desiredReplicas(replicas, instances, p)
        if (desired === undefined) return planOf(replicas, reading, context)
        const bounded = planOf(desired, reading, context).replicas
        return planOf(behaviour.limit(replicas, bounded, now), reading, context)
      },
    }
  },
)
