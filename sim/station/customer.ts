import type { Ms } from '#core/units.ts'
import type { EventHandle } from '../calendar.ts'

/** A customer on its way through stations. One shape for all disciplines, so that the loop stays monomorphic. */
export class Customer {
  readonly classIndex: number
  readonly priority: number
  /** When it came from outside. */
  bornMs: Ms = 0
  /** When it came to the station where it is. */
  enteredMs: Ms = 0
  /** Service that it needs there. */
  sizeMs: Ms = 0
  /** Service that it still needs (preemptive), or the attained service per head at which it ends (sharing). */
  leftMs: Ms = 0
  /** When its present service began or went on. */
  servedSinceMs: Ms = 0
  /** Time without service since it came from outside. */
  waitMs: Ms = 0
  /** Place in the line: lower first, ties in order of sequence. */
  rank = 0
  sequence = 0
  /** It has left a line that still holds it. */
  isGone = false
  stationIndex = 0
  event: EventHandle = -1
  /** The customer of which this is one task, and how many tasks are not done. */
  readonly whole: Customer | undefined
  tasksLeft = 0

  constructor(classIndex: number, priority: number, whole?: Customer) {
    this.classIndex = classIndex
    this.priority = priority
    this.whole = whole
  }
}

/** Between two priorities lie more ranks than customers ever come. */
export const PRIORITY_STEP = 1_099_511_627_776
