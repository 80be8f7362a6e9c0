/**
 * So many in busy hours, so many else, by the clock.
 *
 * Source      AWS Auto Scaling, scheduled scaling; KEDA, cron scaler
 * Parameters  period; when in it the busy time begins and ends; replicas in both
 * Cost        O(1)
 * Deviates    one busy time a period, which may reach over its end
 */
import { policyFamily } from '#core/policy.ts'
import { count, ms } from '#core/schema/number.ts'
import { planOf } from './fleet.ts'
import type { Scale, ScaleContext } from './scale.ts'

export const scheduled = policyFamily<ScaleContext, Scale>('scale')(
  'scheduled',
  { source: 'AWS scheduled scaling; KEDA cron', cost: 'O(1)' },
  {
    period: ms({ min: 1, default: 86_400_000, meaning: 'after which the schedule begins anew' }),
    begin: ms({ default: 28_800_000, meaning: 'when in the period the busy time begins' }),
    end: ms({ default: 72_000_000, meaning: 'when in the period it ends' }),
    busy: count({ default: 4, meaning: 'replicas in the busy time' }),
    quiet: count({ default: 1, meaning: 'replicas at other times' }),
  },
  ({ period, begin, end, busy, quiet }, context) => ({
    decide(reading, now) {
      const time = now - Math.floor(now / period) * period
      const isBusy = begin <= end ? begin <= time && time < end : time >= begin || time < end
      return planOf(isBusy ? busy : quiet, reading, context)
    },
  }),
)
