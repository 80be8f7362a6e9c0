import type { Stage } from '#core/flow/effect.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { adaptive } from './adaptive.ts'
import { fcfs } from './fcfs.ts'

/** One piece of work that waits for a node's event loop. Drivers add what is their own: which task to resume, what to run. */
export interface RunItem {
  readonly taskClass: number
  readonly stage: Stage
  readonly sizeBytes: Bytes
  readonly enqueuedAtMs: Ms
}

/** Decides which waiting task runs next. */
export interface Schedule {
  push(item: RunItem): void
  /** The next task, or none when nothing waits. */
  pop(now: Ms): RunItem | undefined
  /** Told after each task: what it took and how long it had waited. */
  finished(item: RunItem, serviceMs: Ms, waitMs: Ms): void
  readonly length: number
}

/** The family's list; the only registration there is. */
export const schedulePolicies = [fcfs, adaptive]
