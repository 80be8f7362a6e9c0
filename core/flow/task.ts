import { invariant } from '#core/invariant.ts'
import type { Flow } from './effect.ts'
import type { Runner } from './runner.ts'

/** How a task ended. `cancelled` tells that somebody else ended it, so nobody waits for its value. */
export type Outcome<T = unknown> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: Error }
  | { readonly kind: 'cancelled' }

/** One running flow. It is parked on at most one thing at a time; a late reply to an ended task is ignored. */
export class Task<T = unknown> {
  readonly id: number
  readonly flow: Flow<T>
  /** Where it runs: index of the node, or the driver's own number for gateway and clients. */
  readonly place: number
  readonly runner: Runner
  readonly ended: (outcome: Outcome<T>) => void
  isEnded = false
  /** With which it goes on when its turn comes; the runner's own. */
  reply: unknown = undefined
  error: Error | undefined = undefined
  /** Children of `all` or `race`, ended with their parent. */
  children: readonly Task[] | undefined = undefined
  /** Set by a driver while it is parked when there is something to undo on cancellation (a timer, a queue place). */
  abandon: ((task: Task) => void) | undefined = undefined
  /** Free for the driver: names the timer that `abandon` is to stop. */
  timer = 0
  /** Free for the driver: what it must know of the request this task belongs to. Inherited by children. */
  subject: unknown

  constructor(
    runner: Runner,
    id: number,
    flow: Flow<T>,
    place: number,
    subject: unknown,
    ended: (outcome: Outcome<T>) => void,
  ) {
    this.runner = runner
    this.id = id
    this.flow = flow
    this.place = place
    this.subject = subject
    this.ended = ended
  }

  resume(reply?: unknown): void {
    this.runner.resume(this as Task, reply)
  }

  raise(error: Error): void {
    this.runner.raise(this as Task, error)
  }

  cancel(): void {
    this.runner.cancel(this as Task)
  }

  /** The runner calls this once. */
  end(outcome: Outcome<T>): void {
    if (this.isEnded) invariant(false, `task ${this.id} must end once`)
    this.isEnded = true
    this.abandon = undefined
    this.ended(outcome)
  }
}
