import type { Clock } from '#core/flow/clock.ts'
import { exp } from '#core/math.ts'
import { createPolicy } from '#core/policy.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { type RunItem, type Schedule, schedulePolicies } from './schedule.ts'

/** Time constant of the utilisation that decisions look at: short enough to follow a burst, long against one task. */
const utilisationTimeMs = 1_000

/**
 * The run queue of one node: what waits for its event loop, in the order that the schedule decides, and how busy the loop was.
 * Both drivers use it: `push` when a flow asks for work, `pop` when the loop is free, `finished` when the work is done.
 */
export interface RunQueue {
  push(item: RunItem): void
  pop(): RunItem | undefined
  /** Books the task and returns how long it had waited. */
  finished(item: RunItem, serviceMs: Ms): Ms
  readonly length: number
  /** Share of the last second or so in which the loop was busy, exponentially weighted, 0..1. */
  utilisation(): Ratio
}

export function createRunQueue(choice: PolicyChoice, clock: Clock): RunQueue {
  const schedule: Schedule = createPolicy<undefined, Schedule>(schedulePolicies, choice, undefined)
  let smoothedMs = 0
  let updatedAtMs = clock.now

  function decay(): void {
    const elapsedMs = clock.now - updatedAtMs
    if (elapsedMs <= 0) return
    smoothedMs *= exp(-elapsedMs / utilisationTimeMs)
    updatedAtMs = clock.now
  }

  return {
    push: (item) => schedule.push(item),
    pop: () => schedule.pop(clock.now),
    finished(item, serviceMs) {
      const waitMs = Math.max(0, clock.now - serviceMs - item.enqueuedAtMs)
      schedule.finished(item, serviceMs, waitMs)
      decay()
      smoothedMs += serviceMs
      return waitMs
    },
    get length() {
      return schedule.length
    },
    utilisation() {
      decay()
      return Math.min(1, smoothedMs / utilisationTimeMs)
    },
  }
}
