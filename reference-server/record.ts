import type { Invalidation } from '#core/cache/entry.ts'
import type { PackedWriter } from '#core/collections/packed-bytes.ts'
import type { Clock } from '#core/flow/clock.ts'
import { driverOps, type Effect } from '#core/flow/effect.ts'
import { RecordingWriter, recordingNames, recordingVersion } from '#core/flow/recording-writer.ts'
import type { PageRequest } from '#core/flow/request.ts'
import type { Observer } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { WorkWatch } from './driver.ts'

export interface NodeRecorder extends Observer, WorkWatch {
  /** The request of the task that starts next. */
  requested(request: PageRequest): void
  /** The task that starts next is the control loop. */
  controlled(): void
  /** The task that starts next brings the writes behind to the database, because the node was told to stop. */
  drained(): void
  invalidated(invalidation: Invalidation): void
  reconnected(): void
  /** Its client has gone away: the task is about to be cancelled. */
  cancelled(task: Task): void
}

const placeOf = new Map<string, number>(driverOps.map((op, place) => [op, place]))

/** Work is booked by `done`, sending and handing over are answered at once, and the rest belongs to the runner itself. */
const answeredElsewhere = new Set(['work', 'send', 'tierSet'])
const isAnswered = driverOps.map((op) => !answeredElsewhere.has(op))

/** Writes what reaches a node and what its flows ask for. */
export function nodeRecorder(clock: Clock, out: PackedWriter): NodeRecorder {
  const writer = new RecordingWriter(out)
  /** By task, the place of the operation that it waits for. */
  const waitsFor = new Map<number, number>()
  let request: PageRequest | undefined
  let own: 'control' | 'drain' | undefined

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
      if (own !== undefined) writer.bare(own, clock.now, id)
      own = undefined
      if (request !== undefined) writer.start(clock.now, id, request)
      request = undefined
    },
    effect({ id }: Task, effect: Effect) {
      const place = placeOf.get(effect.op)
      if (place === undefined) return void waitsFor.delete(id)
      waitsFor.set(id, place)
      writer.effect(clock.now, id, place, effect)
    },
    replied({ id }: Task, reply: unknown) {
      const place = waitsFor.get(id)
      if (place !== undefined && isAnswered[place] === true) writer.reply(clock.now, id, place, reply)
    },
    raised({ id }: Task, error: Error) {
      if (waitsFor.has(id)) writer.error(clock.now, id, error)
    },
    ended({ id }: Task, { kind }: Outcome) {
      waitsFor.delete(id)
      writer.end(clock.now, id, kind)
    },
    chosen: ({ id }) => writer.bare('pop', clock.now, id),
    yielded: ({ id }, sliceMs) => writer.yielded(clock.now, id, sliceMs),
    done: ({ id }, serviceMs, reply) => writer.done(clock.now, id, { serviceMs, rendered: reply }),
    invalidated: (invalidation) => writer.invalidated(clock.now, invalidation),
    reconnected: () => writer.reconnected(clock.now),
    cancelled: ({ id }) => writer.bare('cancel', clock.now, id),
  }
}

/** The first line of a recording: what it is, which node, what it served, and the names that its records give by their places. */
export const recordingHeader = (scenario: WebScenario, index: number): string =>
  `${JSON.stringify({ recording: recordingVersion, index, ...recordingNames, scenario })}\n`
