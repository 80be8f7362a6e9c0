/**
 * Records (core/flow/recording.ts) in few bytes, one after the other, so that a busy node can be recorded: text took six times as long.
 *
 * Shape  a byte of kind, and flags that time and task differ from those of the record before; these, if so; then what the kind has:
 *          start     id, write or not, tenant, page, query, client
 *          effect    operation by its place in the list, then what its digest has
 *          reply     operation, then what it answers, without bodies
 *          error     code, message     yielded  length      done  length, bytes rendered       end  how
 *        A time is a count of ticks of 2^-12 ms since the record before, more by one, which is exact for clocks of this century; it is 0
 *        and a double where ticks would not be. A length is the same since 0.
 */
import type { TierCopy } from '#core/cache/beside/lower-tiers.ts'
import type { Entry, Invalidation } from '#core/cache/entry.ts'
import type { PackedWriter } from '#core/collections/packed-bytes.ts'
import type { Ms } from '#core/units.ts'
import { driverOps, type Effect, type Lease, stages, threadStages } from './effect.ts'
import type { Recorded } from './recording.ts'
import type { PageRequest } from './request.ts'

/** Recordings of another version cannot be read. */
export const recordingVersion = 2

/** Operations and stages are written as their places here; the header of a recording names them. */
export interface RecordingNames {
  readonly ops: readonly string[]
  readonly stages: readonly string[]
}

export const recordingNames = { ops: driverOps, stages: [...stages, ...threadStages] } as const

export const kinds = {
  start: 0,
  control: 1,
  drain: 2,
  effect: 3,
  reply: 4,
  error: 5,
  pop: 6,
  yielded: 7,
  done: 8,
  invalidated: 9,
  reconnected: 10,
  cancel: 11,
  end: 12,
} as const satisfies Record<Recorded[0], number>

/** Flags beside the kind. */
export const otherTime = 16
export const otherTask = 32

export const ticksPerMs = 4096

/** Writes the records of one recording in their order. Operations are given by their place in `driverOps`. */
export class RecordingWriter {
  private readonly out: PackedWriter
  private lastMs: Ms = 0
  private lastTask = 0

  constructor(out: PackedWriter) {
    this.out = out
  }

  bare(kind: 'control' | 'drain' | 'pop' | 'cancel', now: Ms, task: number): void {
    this.head(kinds[kind], now, task)
  }

  reconnected(now: Ms): void {
    this.head(kinds.reconnected, now, this.lastTask)
  }

  start(now: Ms, task: number, { id, kind, tenant, page, query, client }: PageRequest): void {
    const { out } = this
    this.head(kinds.start, now, task)
    out.number(id)
    out.byte(kind === 'write' ? 1 : 0)
    out.number(tenant)
    out.number(page)
    out.number(query)
    out.number(client)
  }

  effect(now: Ms, task: number, place: number, { op, input }: Effect): void {
    const { out } = this
    const given = input as Partial<Entry> & { stage: never; index?: number }
    this.head(kinds.effect, now, task)
    out.byte(place)
    if (op === 'work' || op === 'offload') {
      out.byte(recordingNames.stages.indexOf(given.stage))
      out.number(given.sizeBytes)
    } else if (op === 'send') {
      out.number(given.index)
      out.number(given.sizeBytes)
    } else if (op === 'sleep') out.number(input as Ms)
    else {
      out.number(given.tenant)
      out.number(given.key)
      out.number(given.version)
    }
  }

  reply(now: Ms, task: number, place: number, reply: unknown): void {
    const { out } = this
    this.head(kinds.reply, now, task)
    out.byte(place)
    const op = driverOps[place]
    if (op === 'remoteVersion' || op === 'remoteSet') out.number(reply as number)
    else if (op === 'remoteGet' || op === 'load' || op === 'store') this.entry(reply as Entry | undefined)
    else if (op === 'tierGet') {
      this.entry(reply as TierCopy | undefined)
      out.number((reply as TierCopy | undefined)?.storedAtMs)
    } else if (op === 'remoteLease') {
      const { entry, token, stale } = reply as Lease
      this.entry(entry)
      out.number(token)
      this.entry(stale)
    }
  }

  error(now: Ms, task: number, { name, message }: Error): void {
    this.head(kinds.error, now, task)
    this.out.text(name)
    this.out.text(message)
  }

  yielded(now: Ms, task: number, sliceMs: Ms): void {
    this.head(kinds.yielded, now, task)
    this.time(0, sliceMs)
  }

  /** Parameters: rendered, what the work gave; others than fragments give nothing that a decision looks at. */
  done(now: Ms, task: number, { serviceMs, rendered }: { serviceMs: Ms; rendered: unknown }): void {
    this.head(kinds.done, now, task)
    this.time(0, serviceMs)
    this.out.number(
      typeof rendered === 'object' && rendered !== null ? (rendered as Partial<Entry>).sizeBytes : undefined,
    )
  }

  invalidated(now: Ms, { tenant, key, version, entry }: Invalidation): void {
    this.head(kinds.invalidated, now, this.lastTask)
    this.out.number(tenant)
    this.out.number(key)
    this.out.number(version)
    this.entry(entry)
  }

  end(now: Ms, task: number, how: string): void {
    this.head(kinds.end, now, task)
    this.out.text(how)
  }

  private head(kind: number, now: Ms, task: number): void {
    const { out, lastMs, lastTask } = this
    out.byte(kind | (now === lastMs ? 0 : otherTime) | (task === lastTask ? 0 : otherTask))
    if (now !== lastMs) this.time(lastMs, now)
    if (task !== lastTask) out.step(task - lastTask)
    this.lastMs = now
    this.lastTask = task
  }

  private time(from: Ms, to: Ms): void {
    const ticks = (to - from) * ticksPerMs
    const isExact = ticks >= 0 && (ticks | 0) === ticks && from + ticks / ticksPerMs === to
    this.out.count(isExact ? ticks + 1 : 0)
    if (!isExact) this.out.eight(to)
  }

  private entry(entry: Entry | undefined): void {
    const { out } = this
    out.number(entry?.tenant)
    if (!entry) return
    out.number(entry.key)
    out.number(entry.version)
    out.number(entry.sizeBytes)
    out.number(entry.expiresAt)
  }
}
