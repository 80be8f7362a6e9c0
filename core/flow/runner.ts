/**
 * The one loop that advances flows, in both worlds. A driver gives it a table `perform`; the table answers an effect at once or
 * parks the task and later calls `task.resume(reply)` or `task.raise(error)`.
 *
 * Rule of order: whatever becomes ready while a flow runs is queued and runs after it, first come first served. So a flow is never
 * re-entered, the stack does not grow, and the order is the same in virtual and in real time.
 */
import { asError } from '#core/errors.ts'
import { InvariantError, invariant } from '#core/invariant.ts'
import type { DriverOp, Effect, Flow, Op, Ops } from './effect.ts'
import { type Outcome, Task } from './task.ts'

/** What `perform` returns when somebody will resume the task later. */
export const parked: unique symbol = Symbol('parked')
export type Parked = typeof parked

export type Perform = {
  [O in DriverOp]: (input: Ops[O]['input'], task: Task) => Ops[O]['reply'] | Parked
}

/** An effect that its driver could not even begin. */
class Refusal {
  readonly error: Error
  constructor(error: Error) {
    this.error = error
  }
}

const doneWithoutValue: Outcome = { kind: 'done', value: undefined }

/** Something a flow can wait for with the effect `wait`: it answers at once, or keeps the task and resumes it later. */
export interface Waitable<T = unknown> {
  enter(task: Task): T | Parked
}

/** Sees each reply that a task gets from its driver; used to record a live run. */
export interface Observer {
  started(task: Task): void
  effect(task: Task, effect: Effect): void
  replied(task: Task, reply: unknown): void
  raised(task: Task, error: Error): void
  ended(task: Task, outcome: Outcome): void
}

export class Runner {
  readonly perform: Perform
  observer: Observer | undefined
  private nextId = 0
  private isRunning = false
  /** Tasks whose turn it is, each with its reply; emptied places are kept for the next. */
  private readonly ready: (Task | undefined)[] = []
  private readyCount = 0
  /** Flows in the background that have not ended, by place. */
  private readonly background = new Map<number, Set<Task>>()
  /** Tasks that started and have not ended. */
  live = 0

  constructor(perform: Perform, observer?: Observer) {
    this.perform = perform
    this.observer = observer
  }

  /** Starts a flow. It runs at once, or after the flow that is running now. */
  start<T>(flow: Flow<T>, place: number, subject: unknown, ended: (outcome: Outcome<T>) => void): Task<T> {
    const task = new Task<T>(this, this.nextId++, flow, place, subject, ended)
    this.live++
    this.observer?.started(task as Task)
    this.enqueue(task as Task, undefined, undefined)
    return task
  }

  resume(task: Task, reply?: unknown): void {
    if (task.isEnded) return
    this.observer?.replied(task, reply)
    this.enqueue(task, reply, undefined)
  }

  raise(task: Task, error: Error): void {
    if (task.isEnded) return
    this.observer?.raised(task, error)
    this.enqueue(task, undefined, error)
  }

  /** Ends a task from outside: children first, then its own `finally` blocks. Effects yielded while cleaning up are refused. */
  cancel(task: Task): void {
    if (task.isEnded) return
    this.cancelChildren(task)
    task.abandon?.(task)
    // Its end is booked before its clean-up runs, so that a reply caused by the clean-up finds it ended.
    this.finish(task, { kind: 'cancelled' })
    const step = task.flow.return(undefined)
    invariant(step.done === true, 'a flow must not wait while it is being cancelled')
  }

  /** Ends what runs in the background at a place, as when the process there has died. */
  cancelBackground(place: number): void {
    for (const task of this.background.get(place) ?? []) this.cancel(task)
  }

  private startBeside(flow: Flow<void>, place: number): void {
    const tasks = this.background.get(place) ?? new Set()
    this.background.set(place, tasks)
    const task: Task = this.start(flow, place, undefined, () => void tasks.delete(task)) as Task
    tasks.add(task)
  }

  private enqueue(task: Task, reply: unknown, error: Error | undefined): void {
    if (this.isRunning) {
      task.reply = reply
      task.error = error
      this.ready[this.readyCount++] = task
      return
    }
    this.isRunning = true
    try {
      this.advance(task, reply, error)
      if (this.readyCount > 0) this.advanceReady()
    } finally {
      this.isRunning = false
    }
  }

  private advanceReady(): void {
    const { ready } = this
    let index = 0
    try {
      while (index < this.readyCount) {
        const task = ready[index]!
        ready[index++] = undefined
        if (!task.isEnded) this.advance(task, task.reply, task.error)
      }
    } finally {
      // After an error the rest is left out, too: the run is over.
      ready.fill(undefined, index, this.readyCount)
      this.readyCount = 0
    }
  }

  private advance(task: Task, reply: unknown, error: Error | undefined): void {
    task.abandon = undefined
    try {
      let step = error === undefined ? task.flow.next(reply) : task.flow.throw(error)
      while (step.done !== true) {
        this.observer?.effect(task, step.value)
        const outcome = this.answer(step.value, task)
        if (outcome === parked) return
        if (outcome instanceof Refusal) {
          this.observer?.raised(task, outcome.error)
          step = task.flow.throw(outcome.error)
        } else {
          this.observer?.replied(task, outcome)
          step = task.flow.next(outcome)
        }
      }
      this.finish(task, step.value === undefined ? doneWithoutValue : { kind: 'done', value: step.value })
    } catch (thrown) {
      // Our own mistake stops the run; it is not the world's misfortune that a flow may handle.
      if (task.isEnded || thrown instanceof InvariantError) throw thrown
      this.finish(task, { kind: 'failed', error: asError(thrown) })
    }
  }

  /** What is thrown at once goes into the flow, like what is raised later: it may be handled there. */
  private answer(effect: Effect, task: Task): unknown {
    const op: Op = effect.op
    try {
      if (op === 'wait') return (effect.input as Waitable).enter(task)
      if (op === 'all') return this.fork(task, effect.input as readonly Flow<unknown>[], 'all')
      if (op === 'race') return this.fork(task, effect.input as readonly Flow<unknown>[], 'race')
      if (op === 'start') return this.startBeside(effect.input as Flow<void>, task.place)
      return (this.perform[op] as (input: unknown, task: Task) => unknown)(effect.input, task)
    } catch (thrown) {
      if (thrown instanceof InvariantError) throw thrown
      return new Refusal(asError(thrown))
    }
  }

  private fork(parent: Task, flows: readonly Flow<unknown>[], kind: 'all' | 'race'): unknown {
    invariant(flows.length > 0, `${kind} needs at least one flow`)
    const replies: unknown[] = new Array(flows.length).fill(undefined)
    let left = kind === 'all' ? flows.length : 1
    const settle = (index: number, outcome: Outcome): void => {
      if (left <= 0 || outcome.kind === 'cancelled') return
      if (outcome.kind === 'failed') {
        left = 0
        this.cancelChildren(parent)
        parent.raise(outcome.error)
        return
      }
      replies[index] = outcome.value
      if (--left > 0) return
      if (kind === 'race') this.cancelChildren(parent)
      parent.children = undefined
      parent.resume(kind === 'all' ? replies : { index, value: outcome.value })
    }
    parent.children = flows.map((flow, index) =>
      this.start(flow, parent.place, parent.subject, (outcome) => settle(index, outcome)),
    )
    return parked
  }

  private cancelChildren(task: Task): void {
    const children = task.children
    task.children = undefined
    if (children !== undefined) for (const child of children) this.cancel(child)
  }

  private finish(task: Task, outcome: Outcome): void {
    this.live--
    this.observer?.ended(task, outcome)
    task.end(outcome)
  }
}
