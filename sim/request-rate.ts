import { exp } from '#core/math/exp.ts'
import type { Ms, PerSecond } from '#core/units.ts'
import type { Calendar } from './calendar.ts'

/** How fast requests come now: those of the last seconds, the latest with the most weight. */
export interface RequestRate {
  sent(): void
  perSecond(): PerSecond
}

/** Time constant of the weights. */
const memoryMs: Ms = 2000

export function createRequestRate(calendar: Calendar): RequestRate {
  let atMs = 0
  let weight = 0

  function fade(): void {
    weight *= exp((atMs - calendar.now) / memoryMs)
    atMs = calendar.now
  }

  return {
    sent() {
      fade()
      weight++
    },
    perSecond() {
      fade()
      // Until the memory has filled, only the time since the start counts.
      return (weight * 1000) / (memoryMs * (1 - exp(-Math.max(1, calendar.now) / memoryMs)))
    },
  }
}
