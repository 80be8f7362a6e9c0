/**
 * The autoscaler of Knative, on requests under way: a long window in calm, a short one in panic, and none when there is no traffic.
 *
 *   desired = ceil(mean concurrency / (target · utilisation)), from the stable window; panic when the panic window asks for twice
 *   what is ready
 *
 * In panic the larger of both counts and nothing is taken away; panic ends a stable window after it was last called for.
 *
 * Source      Knative serving, config-autoscaler and pkg/autoscaler/scaling/autoscaler.go
 * Parameters  target and utilisation, windows, panic threshold, most change up and down, grace before the last instance goes
 * State       concurrency of the stable window, when panic was last called for
 * Cost        O(readings in the stable window)
 * Deviates    burst capacity and the activator are the driver's
 */
import { policyFamily } from '#core/policy.ts'
import { ms, number, ratio } from '#core/schema/number.ts'
import type { Ms } from '#core/units.ts'
import { planOf, wholeAbove } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

interface Sample {
  readonly atMs: Ms
  readonly concurrency: number
}

export const knative = policyFamily<ScaleContext, Scale>('scale')(
  'knative',
  { source: 'Knative config-autoscaler', cost: 'O(readings in the stable window)' },
  {
    target: number({ min: 0.01, default: 100, meaning: 'requests under way an instance may have' }),
    utilisation: ratio({ min: 0.01, default: 0.7, meaning: 'share of the target to aim at' }),
    stableWindow: ms({ min: 1, default: 60_000, meaning: 'window in calm' }),
    panicWindow: ms({ min: 1, default: 6000, meaning: 'window in panic' }),
    panicRatio: number({
      min: 1,
      default: 2,
      meaning: 'wish, in instances that are ready, from which there is panic',
    }),
    upMax: number({ min: 1, default: 1000, meaning: 'most instances, in those that are ready' }),
    downMax: number({ min: 1, default: 2, meaning: 'ready instances, in the fewest that may be left' }),
    grace: ms({
      default: 30_000,
      meaning: 'time without traffic, after the stable window, before the last instance goes',
    }),
  },
  (p, context) => {
    const samples: Sample[] = []
    let calledAtMs: Ms | undefined
    let busyAtMs: Ms | undefined

    function mean(windowMs: Ms, now: Ms): number {
      let sum = 0
      let count = 0
      for (const { atMs, concurrency } of samples) {
        if (atMs <= now - windowMs) continue
        sum += concurrency
        count++
      }
      return count === 0 ? 0 : sum / count
    }

    return {
      decide(reading, now) {
        if (Number.isNaN(reading.concurrency)) return planOf(reading.replicas, reading, context)
        samples.push({ atMs: now, concurrency: reading.concurrency })
        while (samples[0]!.atMs <= now - p.stableWindow) samples.shift()
        busyAtMs = reading.concurrency > 0 ? now : (busyAtMs ?? now)
        const ready = Math.max(1, reading.instances.filter(({ isReady }) => isReady).length)
        const bounded = (concurrency: number) =>
          Math.max(
            Math.floor(ready / p.downMax),
            Math.min(Math.ceil(ready * p.upMax), wholeAbove(concurrency / (p.target * p.utilisation))),
          )
        const stable = bounded(mean(p.stableWindow, now))
        const panic = bounded(mean(p.panicWindow, now))
        if (panic / ready >= p.panicRatio) calledAtMs = now
        if (calledAtMs !== undefined && now - calledAtMs > p.stableWindow) calledAtMs = undefined
        if (calledAtMs !== undefined)
          return planOf(Math.max(stable, panic, reading.replicas), reading, context)
        const mayEnd = now - busyAtMs >= p.stableWindow + p.grace
        return planOf(mayEnd ? 0 : Math.max(1, stable), reading, context)
      },
    }
  },
)
