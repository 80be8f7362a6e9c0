import { listOf } from '#core/schema/list.ts'
import { ms, number } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import { join } from '#core/schema.ts'
import type { RateCurve } from '#core/workload/rate-curve.ts'
import { complain, completed, optional } from './optional-field.ts'

/** A rate that changes; somebody must come at last. */
export const rateCurve = optional(
  completed<RateCurve, RateCurve>(
    record({
      stepMs: ms({ min: 1, max: 86_400_000, default: 60_000, meaning: 'how long each rate lasts' }),
      ratesPerSecond: listOf(number({ min: 0, max: 1e6 }), {
        meaning: 'rates in their order, again and again',
      }),
    }),
    (curve, { path, reading }) => {
      if (!curve.ratesPerSecond.some((rate) => rate > 0))
        complain(reading, {
          path: join(path, 'ratesPerSecond'),
          allowed: 'a rate above 0',
          message: 'nobody ever arrives',
        })
      return curve
    },
  ),
)
