import type { Ms } from '#core/units.ts'

/** The only time core knows. The driver writes `now` just before it resumes a task; flows and policies read it. */
export interface Clock {
  now: Ms
}
