import { Fifo } from '#core/collections/fifo.ts'
import type { RunItem } from './schedule.ts'
import { taskClasses } from './task-class.ts'

/**
 * Waiting work in one queue a class, first come first served within each. Work that gave the loop back before its end stays the first of
 * its class, so that a class has at most one begun.
 *
 * Cost  O(1) each; `best` O(classes)
 */
export class ClassQueues {
  readonly #queues = taskClasses.map(() => new Fifo<RunItem>())
  readonly #begun: (RunItem | undefined)[] = taskClasses.map(() => undefined)
  length = 0

  push(item: RunItem): void {
    this.#queues[item.taskClass]!.push(item)
    this.length++
  }

  /** Begun work; where its class has some already (two loops), it waits at the end. */
  pushFirst(item: RunItem): void {
    if (this.#begun[item.taskClass] !== undefined) {
      this.push(item)
      return
    }
    this.#begun[item.taskClass] = item
    this.length++
  }

  count(index: number): number {
    return this.#queues[index]!.length + (this.#begun[index] === undefined ? 0 : 1)
  }

  peek(index: number): RunItem | undefined {
    return this.#begun[index] ?? this.#queues[index]!.peek()
  }

  /** The first task of a class; of -1, as of an empty one, none. */
  shift(index: number): RunItem | undefined {
    if (index < 0) return undefined
    const begun = this.#begun[index]
    if (begun === undefined && this.#queues[index]!.length === 0) return undefined
    this.length--
    if (begun === undefined) return this.#queues[index]!.shift()
    this.#begun[index] = undefined
    return begun
  }

  /**
   * The class whose first task has the highest score, -1 when nothing waits; among equal ones the class whose first task came first. A
   * score that is not a number ranks below all numbers.
   */
  best(score: (index: number, first: RunItem) => number): number {
    let best = -1
    let highest = Number.NEGATIVE_INFINITY
    let cameMs = Number.POSITIVE_INFINITY
    for (let index = 0; index < this.#queues.length; index++) {
      const first = this.peek(index)
      if (first === undefined) continue
      const found = score(index, first)
      const own = Number.isNaN(found) ? Number.NEGATIVE_INFINITY : found
      if (best >= 0 && (own < highest || (own === highest && first.enqueuedAtMs >= cameMs))) continue
      best = index
      highest = own
      cameMs = first.enqueuedAtMs
    }
    return best
  }
}
