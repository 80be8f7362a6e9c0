import type { Ms } from '#core/units.ts'

/** Time that requests spend somewhere, added up over all of them, those that are still there included. */
export interface StayMeter {
  entered(): void
  left(): void
  untilNow(): Ms
}

export function stayMeter(now: () => Ms): StayMeter {
  let inside = 0
  let sumMs = 0
  let bookedAtMs = now()

  function book(change: number): void {
    const at = now()
    sumMs += inside * (at - bookedAtMs)
    bookedAtMs = at
    inside += change
  }

  return {
    entered: () => book(1),
    left: () => book(-1),
    untilNow() {
      book(0)
      return sumMs
    },
  }
}
