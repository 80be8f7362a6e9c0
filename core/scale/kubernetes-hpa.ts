/**
 * The horizontal autoscaler of Kubernetes, on the use of the processor, on requests under way and on their rate: of what is asked for, the
 * metric that wants the most instances counts; while one of them is not known, there are not fewer.
 *
 * Source      Kubernetes, pkg/controller/podautoscaler/horizontal.go (computeReplicasForMetrics) and replica_calculator.go
 * Parameters  targets by metric, tolerance and its comparison; readiness: how young an instance is not yet counted; windows and rates
 * State       recommendations and changes of the last minutes
 * Cost        O(instances + recommendations in the window)
 * Deviates    the period in which it runs (15 s there) is the driver's; instances younger than the initialisation count as not ready,
 *             where Kubernetes looks at the age of their metrics, too
 */
import { policyFamily } from '#core/policy.ts'
import { choice, flag } from '#core/schema/choice.ts'
import { count, ms, number, ratio } from '#core/schema/number.ts'
import { planOf } from './fleet.ts'
import { replicaBehaviour } from './replica-behaviour.ts'
import { desiredReplicas, replicasForTotal } from './replica-calculator.ts'
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
    processor: flag({ default: true, meaning: 'the use of the processor counts' }),
    concurrency: number({
      min: 0,
      default: 0,
      meaning: 'requests under way an instance shall have, 0: they do not count',
    }),
    rate: number({
      min: 0,
      default: 0,
      meaning: 'requests a second an instance shall have, 0: they do not count',
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
        const desired = largest(replicas, [
          ...(p.processor ? [desiredReplicas(replicas, instances, p)] : []),
          ...(p.concurrency > 0 ? [replicasForTotal(replicas, reading.concurrency, p.concurrency, p)] : []),
          ...(p.rate > 0 ? [replicasForTotal(replicas, reading.arrivalsPerSecond, p.rate, p)] : []),
        ])
        if (desired === undefined) return planOf(replicas, reading, context)
        const bounded = planOf(desired, reading, context).replicas
        return planOf(behaviour.limit(replicas, bounded, now), reading, context)
      },
    }
  },
)

/** The largest wish; none where no metric is known, or one of them is not and the others want fewer. */
function largest(current: number, wishes: readonly (number | undefined)[]): number | undefined {
  const known = wishes.filter((wish) => wish !== undefined)
  if (known.length === 0) return undefined
  const most = Math.max(...known)
  return known.length < wishes.length && most < current ? undefined : most
}
