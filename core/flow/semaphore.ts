import { Fifo } from '#core/collections/fifo.ts'
import { invariant } from '#core/invariant.ts'
import { type Parked, parked, type Waitable } from './runner.ts'
import type { Task } from './task.ts'

/**
 * A number of places that flows hold one each of: servers of a station, connections of a pool, slots of a bulkhead. First come, first
 * served. `yield* wait(semaphore)` takes a place; whoever took one gives it back with `leave`, in a `finally`.
 *
 * Errors  leaving more often than entering breaks an invariant
 * Cost    O(1); a cancelled waiter is passed over, and a place granted to a flow that is cancelled before it runs goes to the next
 */
export class Semaphore implements Waitable<void> {
  readonly places: number
  private free: number
  private readonly waiting = new Fifo<Task>()

  constructor(places: number) {
    invariant(places >= 1, `a semaphore has at least one place, found ${places}`)
    this.places = places
    this.free = places
  }

  /** Flows that wait, cancelled ones included until their turn. */
  get queued(): number {
    return this.waiting.length
  }

  get held(): number {
    return this.places - this.free
  }

  enter(task: Task): Parked | undefined {
    if (this.free > 0) {
      this.free--
      return undefined
    }
    this.waiting.push(task)
    return parked
  }

  leave(): void {
    invariant(this.free < this.places, 'a place is left once')
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      if (next.isEnded) continue
      next.abandon = this.giveBack
      next.resume()
      return
    }
    this.free++
  }

  private readonly giveBack = (): void => this.leave()
}
