import { type Parked, parked, type Waitable } from './runner.ts'
import type { Task } from './task.ts'

/**
 * A cell that is settled once. Flows park on it with the effect `wait`; whoever settles it wakes all of them, in the order
 * in which they came. Single flight, gates and joins are built on it.
 */
export class Signal<T = unknown> implements Waitable<T> {
  state: 'pending' | 'resolved' | 'rejected' = 'pending'
  value: T | undefined = undefined
  error: Error | undefined = undefined
  readonly waiters: Task[] = []

  enter(task: Task): T | Parked {
    if (this.state === 'resolved') return this.value as T
    if (this.state === 'rejected') throw this.error
    this.waiters.push(task)
    return parked
  }

  resolve(value: T): void {
    if (this.state !== 'pending') return
    this.state = 'resolved'
    this.value = value
    for (const waiter of this.waiters) waiter.resume(value)
    this.waiters.length = 0
  }

  reject(error: Error): void {
    if (this.state !== 'pending') return
    this.state = 'rejected'
    this.error = error
    for (const waiter of this.waiters) waiter.raise(error)
    this.waiters.length = 0
  }
}
