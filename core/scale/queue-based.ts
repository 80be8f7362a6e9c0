/**
 * Instances in proportion to what waits; none when nothing has waited for a while.
 *
 *   replicas = ceil(backlog / backlog an instance shall have)
 *
 * Source      KEDA, scaled objects on queue length (polling 30 s, cooldown 300 s to zero)
 * Parameters  backlog an instance; cooldown before the last instance goes; least while there is work
 * State       when there was work last
 * Cost        O(1)
 * Deviates    scales down at once but to zero; KEDA leaves 1 to N to the autoscaler of Kubernetes with its window
 */
import { policyFamily } from '#core/policy.ts'
import { count, ms, number } from '#core/schema/number.ts'
import { planOf, wholeAbove } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

export const queueBased = policyFamily<ScaleContext, Scale>('scale')(
  'queue-based',
  { source: 'KEDA', cost: 'O(1)' },
  {
    backlog: number({ min: 0.001, default: 5, meaning: 'requests that wait or run, an instance' }),
    cooldown: ms({ default: 300_000, meaning: 'time without work before the last instance goes' }),
    least: count({ default: 1, meaning: 'instances while there is work or was within the cooldown' }),
  },
  ({ backlog, cooldown, least }, context) => {
    let workedAtMs: number | undefined
    return {
      decide(reading, now) {
        const work = reading.backlog + reading.concurrency
        if (Number.isNaN(work)) return planOf(reading.replicas, reading, context)
        workedAtMs ??= now
        if (work > 0) workedAtMs = now
        const isIdle = work === 0 && now - workedAtMs >= cooldown
        return planOf(isIdle ? 0 : Math.max(least, wholeAbove(work / backlog)), reading, context)
      },
    }
  },
)
