/**
 * Capacity in proportion to how far a metric is from its target; quick to add, slow to take away.
 *
 *   capacity = ceil(current · metric / target)
 *
 * It adds when the metric was above the target for `high` points, and takes away when it was below 90 % of it for `low` points.
 *
 * Source      AWS Auto Scaling, target tracking policies (alarms 3 of 3 and 15 of 15 points of a minute)
 * Parameters  target use, points of both alarms, length of a point, cooldown
 * State       the open point, points in a row above and below, when it last acted
 * Cost        O(instances)
 * Deviates    the cooldown holds back taking away only, as adding may always go on
 */
import { policyFamily } from '#core/policy.ts'
import { count, ms, ratio } from '#core/schema/number.ts'
import { planOf, utilisationOf, wholeAbove } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

export const targetTracking = policyFamily<ScaleContext, Scale>('scale')(
  'target-tracking',
  { source: 'AWS target tracking', cost: 'O(instances)' },
  {
    target: ratio({ min: 0.01, default: 0.5, meaning: 'share of what is asked for that shall be used' }),
    lowRatio: ratio({ default: 0.9, meaning: 'share of the target below which capacity may go' }),
    point: ms({ min: 1, default: 60_000, meaning: 'length of a point' }),
    high: count({ min: 1, default: 3, meaning: 'points in a row above the target before it adds' }),
    low: count({ min: 1, default: 15, meaning: 'points in a row below before it takes away' }),
    cooldown: ms({ default: 300_000, meaning: 'time after a change before it takes away' }),
  },
  ({ target, lowRatio, point, high, low, cooldown }, context) => {
    let pointEndsMs: number | undefined
    let sum = 0
    let readings = 0
    let above = 0
    let below = 0
    let changedAtMs = Number.NEGATIVE_INFINITY

    /** Capacity after a point whose mean use was `metric`. */
    function after(metric: number, current: number, now: number): number {
      above = metric > target ? above + 1 : 0
      below = metric < lowRatio * target ? below + 1 : 0
      const mayFall = below >= low && now - changedAtMs >= cooldown
      if (above < high && !mayFall) return current
      above = 0
      below = 0
      return wholeAbove((current * metric) / target)
    }

    return {
      decide(reading, now) {
        pointEndsMs ??= now + point
        const metric = utilisationOf(reading)
        if (!Number.isNaN(metric)) {
          sum += metric
          readings++
        }
        if (now < pointEndsMs) return planOf(reading.replicas, reading, context)
        const wanted = readings > 0 ? after(sum / readings, reading.replicas, now) : reading.replicas
        pointEndsMs = now + point
        sum = 0
        readings = 0
        if (wanted !== reading.replicas) changedAtMs = now
        return planOf(wanted, reading, context)
      },
    }
  },
)
