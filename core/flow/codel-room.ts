import { Codel } from '#core/admit/codel.ts'
import { TandemError } from '#core/errors.ts'
import { invariant } from '#core/invariant.ts'
import type { Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'
import { type Parked, parked, type Waitable } from './runner.ts'
import type { Task } from './task.ts'

interface Waiting {
  readonly task: Task
  readonly sinceMs: Ms
}

/**
 * A limited number of places, for which flows wait in a queue that sheds: while waits are too long the oldest are dropped and the newest
 * are served first, as those who waited longest are likely to have given up.
 *
 * Source      RFC 8289 (CoDel); Maurer, Fail at Scale, ACM Queue 13(8), 2015 (controlled delay and adaptive LIFO)
 * Parameters  places, queueMax, targetMs, intervalMs
 * Errors      QueueFull is raised in a flow that is dropped, or that comes when the queue is full
 * Cost        O(1) amortised
 */
export class CodelRoom implements Waitable<void> {
  private readonly clock: Clock
  private readonly queueMax: number
  private readonly places: number
  private readonly codel: Codel
  private held = 0
  private waiting: Waiting[] = []
  /** Those before it have gone. */
  private head = 0

  constructor(clock: Clock, o: { places: number; queueMax: number; targetMs: Ms; intervalMs: Ms }) {
    this.clock = clock
    this.places = o.places
    this.queueMax = o.queueMax
    this.codel = new Codel(o)
  }

  get queued(): number {
    return this.waiting.length - this.head
  }

  enter(task: Task): Parked | undefined {
    if (this.held < this.places) {
      this.held++
      return undefined
    }
    if (this.queued >= this.queueMax) task.raise(new TandemError('QueueFull', `${this.queued} wait already`))
    else this.waiting.push({ task, sinceMs: this.clock.now })
    return parked
  }

  leave(): void {
    invariant(this.held > 0, 'a place is left once')
    this.dropOld()
    for (let next = this.take(); next !== undefined; next = this.take()) {
      if (next.isEnded) continue
      next.abandon = this.giveBack
      next.resume()
      return
    }
    this.held--
  }

  private readonly giveBack = (): void => this.leave()

  private dropOld(): void {
    const { now } = this.clock
    for (; this.queued > 0; this.head++) {
      const { task, sinceMs } = this.waiting[this.head]!
      if (task.isEnded) continue
      if (!this.codel.drops(now - sinceMs, now)) break
      task.raise(new TandemError('QueueFull', `dropped after a wait of ${now - sinceMs} ms`))
    }
    if (this.head < 64 || this.head * 2 < this.waiting.length) return
    this.waiting = this.waiting.slice(this.head)
    this.head = 0
  }

  private take(): Task | undefined {
    if (this.queued === 0) return undefined
    return this.codel.isDropping ? this.waiting.pop()!.task : this.waiting[this.head++]!.task
  }
}
