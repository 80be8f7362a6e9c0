import type { Invalidation } from '#core/cache/entry.ts'
import type { Clock } from '#core/flow/clock.ts'
import { driverOps, type Effect } from '#core/flow/effect.ts'
import { effectDigest, type Recorded, withoutBody } from '#core/flow/recording.ts'
import type { PageRequest } from '#core/flow/request.ts'
import type { Observer } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import type { WorkWatch } from './driver.ts'

export interface NodeRecorder extends Observer, WorkWatch {
  /** The request of the task that starts next. */
  requested(request: PageRequest): void
  /** The task that starts next is the control loop. */
  controlled(): void
  /** The task that starts next brings the last writes to the database. */
  drained(): void
  invalidated(invalidation: Invalidation): void
  reconnected(): void
  /** Its client has gone away: the task is about to be cancelled. */
  cancelled(task: Task): void
}

/** Writes what reaches a node and what its flows ask for, one JSON line each (see core/flow/recording.ts). */
export function nodeRecorder(clock: Clock, write: (line: string) => void): NodeRecorder {
  const waitsFor = new Map<number, string>()
  const driven = new Set<string>(driverOps)
  let request: PageRequest | undefined
  let own: 'control' | 'drain' | undefined
  const put = (recorded: Recorded) => write(`${JSON.stringify(recorded)}\n`)

  return {
    requested: (next) => {
      request = next
    },
    controlled() {
      own = 'control'
    },
    drained() {
      own = 'drain'
    },
    started({ id }: Task) {
      if (own !== undefined) put([own, clock.now, id])
      own = undefined
      if (request !== undefined) put(['start', clock.now, id, request])
      request = undefined
    },
    effect({ id }: Task, effect: Effect) {
      waitsFor.set(id, effect.op)
      if (driven.has(effect.op)) put(['effect', clock.now, id, effect.op, effectDigest(effect)])
    },
    replied({ id }: Task, reply: unknown) {
      const op = waitsFor.get(id)
      // Work is booked by `done`, sending and handing over are answered at once, and the rest belongs to the runner itself.
      if (op === undefined || op === 'work' || op === 'send' || op === 'tierSet' || !driven.has(op)) return
      put(['reply', clock.now, id, op, withoutBody(reply)])
    },
    raised({ id }: Task, error: Error) {
      const op = waitsFor.get(id)
      if (op !== undefined && driven.has(op)) put(['error', clock.now, id, error.name, error.message])
    },
    ended({ id }: Task, { kind }: Outcome) {
      waitsFor.delete(id)
      put(['end', clock.now, id, kind])
    },
    chosen: ({ id }) => put(['pop', clock.now, id]),
    yielded: ({ id }, sliceMs) => put(['yielded', clock.now, id, sliceMs]),
    done: ({ id }, serviceMs, reply) => put(['done', clock.now, id, serviceMs, withoutBody(reply)]),
    invalidated: (invalidation) =>
      put([
        'invalidated',
        clock.now,
        {
          ...invalidation,
          ...(invalidation.entry && { entry: { ...invalidation.entry, value: undefined } }),
        },
      ]),
    reconnected: () => put(['reconnected', clock.now]),
    cancelled: ({ id }) => put(['cancel', clock.now, id]),
  }
}
