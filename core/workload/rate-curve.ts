import { log } from '#core/math/log.ts'
import type { Random } from '#core/random.ts'
import type { Ms, PerSecond } from '#core/units.ts'

/** Rates one after the other, each for a step; after the last the first comes again. */
export interface RateCurve {
  readonly stepMs: Ms
  readonly ratesPerSecond: readonly PerSecond[]
}

/**
 * Gaps between Poisson arrivals whose rate follows a curve: unit gaps, stretched by the rate that they pass through. One draw an arrival,
 * so that two curves of one seed meet the same draws.
 *
 *   next arrival = L^-1(L(now) + E),  L(t) = integral of the rate from 0 to t,  E = - ln U
 *
 * Source      Cinlar, Introduction to Stochastic Processes, 1975, section 4.7 (change of time); Law, section 8.6.2
 * Parameters  curve: step > 0, rates >= 0 of which one is above 0
 * Cost        O(1) an arrival, and a step of the curve once
 */
export function curveGaps({ stepMs, ratesPerSecond }: RateCurve, random: Random): () => Ms {
  let index = 0
  /** Within the step. */
  let atMs = 0
  return () => {
    let left = -log(random())
    let gapMs = 0
    for (;;) {
      const perMs = ratesPerSecond[index]! / 1000
      const untilMs = stepMs - atMs
      if (left < perMs * untilMs) {
        const ms = left / perMs
        atMs += ms
        return gapMs + ms
      }
      left -= perMs * untilMs
      gapMs += untilMs
      atMs = 0
      index = (index + 1) % ratesPerSecond.length
    }
  }
}
