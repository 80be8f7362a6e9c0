import { policyFamily } from '#core/policy.ts'
import { count, number, ratio } from '#core/schema/number.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { inFlightLimit } from './in-flight-limit.ts'

const warmUpSamples = 10

/**
 * The limit of requests in flight follows the ratio of long-term to latest latency, with room for a small queue.
 *
 * Source      Netflix concurrency-limits, Gradient2Limit: L' = (1 - s) L + s (L g + q), g = clamp(tolerance * long / short, 0.5, 1)
 * Parameters  initial, min and max limit; queue q; tolerance; smoothing s; long window in samples
 * State       limit, moving mean of latency (the plain mean of the first ten)
 * Cost        O(1)
 */
export const gradient2 = policyFamily<AdmitContext, Admit>('admit')(
  'gradient2',
  { source: 'Netflix concurrency-limits, Gradient2Limit', cost: 'O(1)' },
  {
    initialCount: count({ min: 1, max: 100_000, default: 20, meaning: 'limit at first' }),
    minCount: count({ min: 1, max: 100_000, default: 20, meaning: 'lowest limit' }),
    maxCount: count({ min: 1, max: 100_000, default: 200, meaning: 'highest limit' }),
    queueCount: count({ max: 10_000, default: 4, meaning: 'requests that may wait' }),
    tolerance: number({
      min: 1,
      max: 10,
      default: 1.5,
      meaning: 'how much longer than the long-term latency is no reason to shrink',
    }),
    smoothing: ratio({ min: 0.001, default: 0.2, meaning: 'share of a new limit' }),
    longWindow: count({ min: 1, max: 1_000_000, default: 600, meaning: 'samples of the long-term latency' }),
  },
  (parameters) => {
    let samples = 0
    let longMs = 0
    return inFlightLimit(parameters.initialCount, ({ limit, inFlight, ms }) => {
      samples++
      const share = samples <= warmUpSamples ? 1 / samples : 2 / (parameters.longWindow + 1)
      longMs += share * (ms - longMs)
      const next = gradient2Limit({ limit, inFlight, longMs, shortMs: ms }, parameters)
      // After a time of high load the long-term latency is brought down faster than by its window.
      if (longMs / ms > 2) longMs *= 0.95
      return next
    })
  },
)

/** The limit after one request; without change while less than half of it is used. */
export function gradient2Limit(
  { limit, inFlight, longMs, shortMs }: { limit: number; inFlight: number; longMs: number; shortMs: number },
  o: { minCount: number; maxCount: number; queueCount: number; tolerance: number; smoothing: number },
): number {
  if (inFlight < limit / 2) return limit
  const gradient = Math.max(0.5, Math.min(1, (o.tolerance * longMs) / shortMs))
  const wanted = limit * gradient + o.queueCount
  return Math.max(o.minCount, Math.min(o.maxCount, limit * (1 - o.smoothing) + wanted * o.smoothing))
}
