/**
 * Records (core/flow/recording.ts) as short lines of text: about a third of the bytes and a fifth of the time of JSON, so that a busy node
 * can be recorded.
 *
 * Shape  kind letter, [time][,task], blank, rest. Time is left out when it is that of the line before, and the task with it; it counts in
 *        ticks of 2^-12 ms since then, which is exact for clocks of this century, and is a whole number after '=' where ticks would not be.
 *          s12,7 {"id":3,...}    start        e 3render 4096    effect: operation by its place in the list, digest
 *          p,7                   pop          d40,7 12          done: ticks of service, then the reply
 *          r5,7 4{"version":2}   reply        z end, y yielded, x error, i invalidated, n reconnected, k cancel, c control, w drain
 */
import { invariant } from '#core/invariant.ts'
import type { Ms } from '#core/units.ts'
import type { Recorded } from './recording.ts'

const letters = {
  start: 's',
  control: 'c',
  drain: 'w',
  effect: 'e',
  reply: 'r',
  error: 'x',
  pop: 'p',
  yielded: 'y',
  done: 'd',
  invalidated: 'i',
  reconnected: 'n',
  cancel: 'k',
  end: 'z',
} as const satisfies Record<Recorded[0], string>

export type RecordedKind = keyof typeof letters

const ticksPerMs = 4096
const noTask = -1

/** Writes the lines of one recording in their order. The rest is text: see `restOf`. */
export function lineWriter(): (
  kind: RecordedKind,
  now: Ms,
  task: number | undefined,
  rest: string,
) => string {
  let lastMs: Ms = 0
  let lastTask = noTask
  return (kind, now, task = lastTask, rest) => {
    if (now === lastMs && task === lastTask) return `${letters[kind]} ${rest}\n`
    const time = now === lastMs ? '' : timeText(lastMs, now)
    const line =
      task === lastTask ? `${letters[kind]}${time} ${rest}\n` : `${letters[kind]}${time},${task} ${rest}\n`
    lastMs = now
    lastTask = task
    return line
  }
}

function timeText(from: Ms, to: Ms): string {
  const ticks = (to - from) * ticksPerMs
  return Number.isSafeInteger(ticks) && from + ticks / ticksPerMs === to ? String(ticks) : `=${to}`
}

/** A length of time as ticks. */
export const lengthText = (ms: Ms): string => timeText(0, ms)

const lengthOf = (text: string, from: Ms = 0): Ms =>
  text.startsWith('=') ? Number(text.slice(1)) : from + Number(text) / ticksPerMs

/** An operation as one character, by its place in the list that the header names. */
export const opLetter = (place: number): string => {
  invariant(place >= 0 && place < 36, `at most 36 operations, found place ${place}`)
  return place.toString(36)
}

/** Nothing is the empty text. */
const replyOf = (text: string): unknown => (text === '' ? null : JSON.parse(text))

/**
 * Reads the lines of one recording in their order.
 *
 * Parameters  ops: the operations that the header names
 * Errors      throws what is wrong with the line, in words
 */
export function lineReader(ops: readonly string[]): (line: string) => Recorded {
  const kindOf = new Map(Object.entries(letters).map(([kind, letter]) => [letter as string, kind]))
  let now: Ms = 0
  let task = noTask
  return (line) => {
    const found = /^([a-z])(-?\d+|=[\d.e+-]+)?(?:,(\d+))?(?: (.*))?$/.exec(line)
    const kind = kindOf.get(found?.[1] ?? '') as RecordedKind | undefined
    if (found === null || kind === undefined) throw new Error('is no record')
    if (found[2] !== undefined) now = lengthOf(found[2], now)
    if (found[3] !== undefined) task = Number(found[3])
    return recordOf(kind, { now, task, rest: found[4] ?? '', ops })
  }
}

interface Fields {
  readonly now: Ms
  readonly task: number
  readonly rest: string
  readonly ops: readonly string[]
}

function recordOf(kind: RecordedKind, { now, task, rest, ops }: Fields): Recorded {
  const op = () => {
    const name = ops[Number.parseInt(rest[0] ?? '', 36)]
    if (name === undefined) throw new Error(`names operation ${rest[0]}, which the header does not`)
    return name
  }
  switch (kind) {
    case 'start':
      return ['start', now, task, JSON.parse(rest)]
    case 'effect':
      return ['effect', now, task, op(), rest.slice(1)]
    case 'reply':
      return ['reply', now, task, op(), replyOf(rest.slice(1))]
    case 'error': {
      const [code, message] = JSON.parse(rest) as [string, string]
      return ['error', now, task, code, message]
    }
    case 'yielded':
      return ['yielded', now, task, lengthOf(rest)]
    case 'done': {
      const [length = '', ...reply] = rest.split(' ')
      return ['done', now, task, lengthOf(length), replyOf(reply.join(' '))]
    }
    case 'invalidated':
      return ['invalidated', now, JSON.parse(rest)]
    case 'reconnected':
      return ['reconnected', now]
    case 'end':
      return ['end', now, task, rest]
    case 'control':
    case 'drain':
    case 'pop':
    case 'cancel':
      return [kind, now, task]
  }
}
