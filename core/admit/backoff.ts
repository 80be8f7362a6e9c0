import type { Random } from '#core/random.ts'
import type { Ms } from '#core/units.ts'

/**
 * How long to wait before a retry: uniform from 0 to a bound that doubles with each retry. The bound itself is never drawn.
 *
 * Source      Envoy, source/common/common/backoff_strategy.cc, JitteredExponentialBackOffStrategy; max is ten times base by default
 * Parameters  retry 1..; baseMs 25; maxMs 250
 */
export const backoffMs = (retry: number, o: { baseMs: Ms; maxMs: Ms }, random: Random): Ms =>
  random() * backoffBoundMs(retry, o)

export function backoffBoundMs(retry: number, { baseMs, maxMs }: { baseMs: Ms; maxMs: Ms }): Ms {
  let bound = baseMs
  for (let doubled = 1; doubled < retry && bound < maxMs; doubled++) bound *= 2
  return Math.min(bound, maxMs)
}
