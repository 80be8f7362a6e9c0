import type { Settings } from '#core/control/settings.ts'
import type { Clock } from '#core/flow/clock.ts'
import { exp } from '#core/math/exp.ts'
import { createPolicy } from '#core/policy.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { createFeedback, type Feedback } from './feedback.ts'
import { type RunItem, type Schedule, type ScheduleContext, schedulePolicies } from './schedule.ts'

/** Time constant of the utilisation that decisions look at: short enough to follow a burst, long against one task. */
const utilisationTimeMs = 1_000

/**
 * The run queue of one node: what waits for its event loop, in the order that the schedule decides, and how busy the loop was.
 * Both drivers use it: `push` when a flow asks for work, `pop` when the loop is free, `finished` when the work is done, `yielded` when
 * it gave the loop back before its end.
 */
export interface RunQueue {
  push(item: RunItem): void
  pop(): RunItem | undefined
  /** How long the popped task may run before it gives the loop back, if it can; Infinity: to its end. */
  quantum(item: RunItem): Ms
  /** Books a slice of a task that is not done, and lets it wait again. */
  yielded(item: RunItem, sliceMs: Ms): void
  /** Books the last slice of a task, of most the only one, and returns how long it had waited in all. */
  finished(item: RunItem, sliceMs: Ms): Ms
  readonly length: number
  /** Share of the last second or so in which the loop was busy, exponentially weighted, 0..1. */
  utilisation(): Ratio
  /** Time that the loop was busy so far; a slice counts when it ends. */
  readonly busyMs: Ms
  /** The schedule orders by the true size, for drivers that know it. */
  readonly wantsDemand: boolean
}

/**
 * Parameters: `feedback` is what the node learns of its surroundings, without it nothing is known of them; `settings` are weights that may
 * change while it runs; `servers` take from it at the same time.
 */
export function createRunQueue(
  choice: PolicyChoice,
  clock: Clock,
  {
    feedback = createFeedback(),
    settings,
    servers = 1,
  }: { feedback?: Feedback; settings?: Settings; servers?: number } = {},
): RunQueue {
  let smoothedMs = 0
  let busyMs = 0
  let updatedAtMs = clock.now

  function decay(): void {
    const elapsedMs = clock.now - updatedAtMs
    if (elapsedMs <= 0) return
    smoothedMs *= exp(-elapsedMs / utilisationTimeMs)
    updatedAtMs = clock.now
  }

  function utilisation(): Ratio {
    decay()
    return Math.min(1, smoothedMs / (utilisationTimeMs * servers))
  }

  function book(item: RunItem, sliceMs: Ms): void {
    item.servedMs += sliceMs
    decay()
    smoothedMs += sliceMs
    busyMs += sliceMs
  }

  const context = { feedback, utilisation, settings }
  const schedule = createPolicy<ScheduleContext, Schedule>(schedulePolicies, choice, context)

  return {
    push: (item) => schedule.push(item),
    pop: () => schedule.pop(clock.now),
    quantum: (item) => schedule.quantum(item),
    yielded(item, sliceMs) {
      book(item, sliceMs)
      schedule.yielded(item, sliceMs)
    },
    finished(item, sliceMs) {
      book(item, sliceMs)
      const waitMs = Math.max(0, clock.now - item.servedMs - item.enqueuedAtMs)
      schedule.finished(item, item.servedMs, waitMs)
      return waitMs
    },
    get length() {
      return schedule.length
    },
    utilisation,
    get busyMs() {
      return busyMs
    },
    wantsDemand: schedule.wantsDemand === true,
  }
}
