import { createWriteStream } from 'node:fs'
import type { Invalidation } from '#core/cache/entry.ts'
import type { Clock } from '#core/flow/clock.ts'
import { driverOps, type Effect } from '#core/flow/effect.ts'
import { effectDigest } from '#core/flow/recording.ts'
import { lengthText, lineWriter, opLetter, type RecordedKind } from '#core/flow/recording-line.ts'
import type { PageRequest } from '#core/flow/request.ts'
import type { Observer } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
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

const letterOf = new Map<string, string>(driverOps.map((op, place) => [op, opLetter(place)]))

/** Work is booked by `done`, sending and handing over are answered at once, and the rest belongs to the runner itself. */
const answeredElsewhere = new Set(['work', 'send', 'tierSet'])

/** Writes what reaches a node and what its flows ask for, one short line each (see core/flow/recording-line.ts). */
export function nodeRecorder(clock: Clock, write: (line: string) => void): NodeRecorder {
  const waitsFor = new Map<number, string>()
  const lineOf = lineWriter()
  let request: PageRequest | undefined
  let own: 'control' | 'drain' | undefined
  const put = (kind: RecordedKind, task: number | undefined, rest = '') =>
    write(lineOf(kind, clock.now, task, rest))

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
      if (own !== undefined) put(own, id)
      own = undefined
      if (request !== undefined) put('start', id, JSON.stringify(request))
      request = undefined
    },
    effect({ id }: Task, effect: Effect) {
      waitsFor.set(id, effect.op)
      const letter = letterOf.get(effect.op)
      if (letter !== undefined) put('effect', id, letter + effectDigest(effect))
    },
    replied({ id }: Task, reply: unknown) {
      const op = waitsFor.get(id)
      const letter = op === undefined || answeredElsewhere.has(op) ? undefined : letterOf.get(op)
      if (letter !== undefined) put('reply', id, letter + textOf(reply))
    },
    raised({ id }: Task, error: Error) {
      const op = waitsFor.get(id)
      if (op !== undefined && letterOf.has(op)) put('error', id, JSON.stringify([error.name, error.message]))
    },
    ended({ id }: Task, { kind }: Outcome) {
      waitsFor.delete(id)
      put('end', id, kind)
    },
    chosen: ({ id }) => put('pop', id),
    yielded: ({ id }, sliceMs) => put('yielded', id, lengthText(sliceMs)),
    done({ id }, serviceMs, reply) {
      const answered = textOf(reply)
      put('done', id, answered === '' ? lengthText(serviceMs) : `${lengthText(serviceMs)} ${answered}`)
    },
    invalidated: (invalidation) =>
      put(
        'invalidated',
        undefined,
        JSON.stringify({
          ...invalidation,
          ...(invalidation.entry && { entry: { ...invalidation.entry, value: undefined } }),
        }),
      ),
    reconnected: () => put('reconnected', undefined),
    cancelled: ({ id }) => put('cancel', id),
  }
}

/** A reply as JSON without the bytes it carries; nothing is the empty text. By hand, because copying and stringifying costs more than a flow. */
export function textOf(reply: unknown): string {
  if (reply === undefined || reply === null || typeof reply === 'string' || ArrayBuffer.isView(reply))
    return ''
  if (typeof reply !== 'object' || Array.isArray(reply)) return JSON.stringify(reply)
  let text = '{'
  for (const name of Object.keys(reply)) {
    const field = (reply as Record<string, unknown>)[name]
    if (name === 'value' || field === undefined) continue
    text += text === '{' ? `"${name}":` : `,"${name}":`
    if (typeof field === 'number') text += Number.isFinite(field) ? field : 'null'
    else text += typeof field === 'string' ? JSON.stringify(field) : textOf(field) || 'null'
  }
  return `${text}}`
}

/** The first line of a recording: which node, what it served, and the names of the operations. */
export const recordingHeader = (scenario: WebScenario, index: number): string =>
  `${JSON.stringify({ scenario, index, ops: driverOps })}\n`

export interface RecordingFile {
  write(line: string): void
  /** Writes what is left and closes the file. */
  end(done: () => void): void
}

/** Lines wait until a block is full or so much time has passed: a call of the system for each would cost more than all else. */
const blockBytes: Bytes = 65_536
const heldMsMax: Ms = 200
/** Lines are copied into the block some at a time: a copy of each costs its call, and text that is held long is carried about by the collector. */
const heldCharactersMax = 2_048

/** A file that takes lines in blocks. A node that is killed loses what the last moments held. */
export function recordingFile(path: string): RecordingFile {
  const file = createWriteStream(path)
  let block = Buffer.allocUnsafe(blockBytes)
  let filled = 0
  let held = ''
  const flush = (): void => {
    copy()
    if (filled === 0) return
    file.write(block.subarray(0, filled))
    block = Buffer.allocUnsafe(blockBytes)
    filled = 0
  }
  const copy = (): void => {
    const text = held
    held = ''
    // A character has three bytes at most.
    if (3 * text.length > blockBytes - filled) flush()
    if (3 * text.length > blockBytes) file.write(text)
    else filled += block.write(text, filled)
  }
  const timer = setInterval(flush, heldMsMax)
  timer.unref()
  return {
    write(line) {
      held += line
      if (held.length >= heldCharactersMax) copy()
    },
    end(done) {
      clearInterval(timer)
      flush()
      file.end(done)
    },
  }
}
