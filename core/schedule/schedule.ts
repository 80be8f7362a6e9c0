import type { Settings } from '#core/control/settings.ts'
import type { Stage } from '#core/flow/effect.ts'
import type { Bytes, Ms, Ratio } from '#core/units.ts'
import { adaptive } from './adaptive.ts'
import { ageingPriority } from './ageing-priority.ts'
import { cMu } from './c-mu.ts'
import { collaborative } from './collaborative.ts'
import { deficitRoundRobin } from './deficit-round-robin.ts'
import { edf } from './edf.ts'
import { fcfs } from './fcfs.ts'
import type { Feedback } from './feedback.ts'
import { formula } from './formula.ts'
import { lcfs } from './lcfs.ts'
import { leastAttained } from './least-attained.ts'
import { mlfq } from './mlfq.ts'
import { priority } from './priority.ts'
import { processorSharing } from './processor-sharing.ts'
import { roundRobin } from './round-robin.ts'
import { sjf } from './sjf.ts'
import { srpt } from './srpt.ts'
import { weightedFair } from './weighted-fair.ts'

/** One piece of work that waits for a node's event loop. Drivers add what is their own: which task to resume, what to run. */
export interface RunItem {
  readonly taskClass: number
  readonly stage: Stage
  readonly sizeBytes: Bytes
  readonly enqueuedAtMs: Ms
  /** Processor time that it takes, where that is known before; a schedule estimates it otherwise. */
  readonly demandMs?: Ms | undefined
  /** When it should be done, where the flow knows. */
  readonly deadlineMs?: Ms | undefined
  /** Processor time that it had so far: 0 when it comes, then the run queue's. */
  servedMs: Ms
  /** 0 when it comes, then free for the schedule: a level, a tag, an estimate. */
  mark: number
}

/** Decides which waiting task runs next, and for how long before the next one is asked for. */
export interface Schedule {
  push(item: RunItem): void
  /** The next task, or none when nothing waits. */
  pop(now: Ms): RunItem | undefined
  /**
   * How long a task that was popped may run before it gives the loop back; Infinity: to its end. Only work that comes in steps can stop
   * there, and only between two of them: whatever cannot be interrupted runs to its end whatever the quantum.
   */
  quantum(item: RunItem): Ms
  /** Takes back a task that gave the loop back before its end, `sliceMs` after it was popped. */
  yielded(item: RunItem, sliceMs: Ms): void
  /** Told after each task: what it took in all and how long it had waited. */
  finished(item: RunItem, serviceMs: Ms, waitMs: Ms): void
  readonly length: number
  /** It orders by the true size: a driver that knows it (the simulator) gives `demandMs`; another leaves it to the estimate. */
  readonly wantsDemand?: boolean
}

/** What a schedule may know of its node beyond what waits. */
export interface ScheduleContext {
  readonly feedback: Feedback
  /** Share of the last second or so in which the loop was busy. */
  readonly utilisation: () => Ratio
  /** Weights that may change while it runs; without them those of its parameters hold. */
  readonly settings?: Settings | undefined
}

/** The family's list; the only registration there is. */
export const schedulePolicies = [
  fcfs,
  lcfs,
  roundRobin,
  processorSharing,
  sjf,
  srpt,
  leastAttained,
  mlfq,
  edf,
  priority,
  ageingPriority,
  cMu,
  weightedFair,
  deficitRoundRobin,
  adaptive,
  collaborative,
  formula,
]
