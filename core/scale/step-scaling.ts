/**
 * A fixed step up or down for each band in which the metric lies: the further off, the larger.
 *
 * Source      AWS Auto Scaling, step scaling policies (lower and upper bounds, change in percent, cooldown)
 * Parameters  thresholds and steps of two bands above and one below; cooldown
 * State       when it last acted
 * Cost        O(instances)
 */
import { policyFamily } from '#core/policy.ts'
import { ms, ratio } from '#core/schema/number.ts'
import { planOf, utilisationOf } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

export const stepScaling = policyFamily<ScaleContext, Scale>('scale')(
  'step-scaling',
  { source: 'AWS step scaling', cost: 'O(instances)' },
  {
    high: ratio({ default: 0.7, meaning: 'use above which there is a step up' }),
    highest: ratio({ default: 0.9, meaning: 'use above which there is a larger one' }),
    low: ratio({ default: 0.3, meaning: 'use below which there is a step down' }),
    step: ratio({ max: 10, default: 0.1, meaning: 'step up, of the replicas, at least one' }),
    stepLarge: ratio({ max: 10, default: 0.3, meaning: 'larger step up' }),
    stepDown: ratio({ default: 0.1, meaning: 'step down' }),
    cooldown: ms({ default: 60_000, meaning: 'time after a step before the next' }),
  },
  (p, context) => {
    let steppedAtMs = Number.NEGATIVE_INFINITY
    return {
      decide(reading, now) {
        const use = utilisationOf(reading)
        const share = use > p.highest ? p.stepLarge : use > p.high ? p.step : use < p.low ? -p.stepDown : 0
        if (share === 0 || now - steppedAtMs < p.cooldown) return planOf(reading.replicas, reading, context)
        steppedAtMs = now
        const size = Math.max(1, Math.floor(Math.abs(share) * reading.replicas))
        return planOf(reading.replicas + (share > 0 ? size : -size), reading, context)
      },
    }
  },
)
