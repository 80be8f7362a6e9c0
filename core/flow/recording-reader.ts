import type { Entry, Invalidation } from '#core/cache/entry.ts'
import { BytesEnd, PackedReader } from '#core/collections/packed-bytes.ts'
import type { Ms } from '#core/units.ts'
import type { Effect } from './effect.ts'
import { effectDigest, type Recorded } from './recording.ts'
import { kinds, otherTask, otherTime, type RecordingNames, ticksPerMs } from './recording-writer.ts'
import type { PageRequest } from './request.ts'

/**
 * Reads one recording without its header. What a node that was killed has left unfinished at the end is left out.
 *
 * Errors  throws which record is none, counted from 1, and why
 */
export function readRecording(bytes: Uint8Array, names: RecordingNames): Recorded[] {
  const from = new PackedReader(bytes)
  const records: Recorded[] = []
  const read = recordReader(from, names)
  try {
    while (!from.isAtEnd) records.push(read())
  } catch (error) {
    if (!(error instanceof BytesEnd))
      throw new Error(`record ${records.length + 1} ${(error as Error).message}`)
  }
  return records
}

function recordReader(from: PackedReader, { ops, stages }: RecordingNames): () => Recorded {
  const nameOf = new Map(Object.entries(kinds).map(([name, kind]) => [kind as number, name as Recorded[0]]))
  let now: Ms = 0
  let task = 0

  const time = (since: Ms): Ms => {
    const ticks = from.count()
    return ticks === 0 ? from.eight() : since + (ticks - 1) / ticksPerMs
  }

  function named(names: readonly string[], what: string): string {
    const place = from.byte()
    const name = names[place]
    if (name === undefined) throw new Error(`has ${what} ${place}, which the header does not name`)
    return name
  }

  /** What of the input of an effect is recorded. */
  function input(op: string): unknown {
    if (op === 'work' || op === 'offload') return { stage: named(stages, 'stage'), sizeBytes: from.number() }
    if (op === 'send') return { index: from.number(), sizeBytes: from.number() }
    if (op === 'sleep') return from.number()
    return { tenant: from.number(), key: from.number(), version: from.number() }
  }

  function entry(): Omit<Entry, 'value'> | undefined {
    const tenant = from.number()
    if (tenant === undefined) return undefined
    const [key, version, sizeBytes, expiresAt] = [from.number(), from.number(), from.number(), from.number()]
    return { tenant, key, version, sizeBytes, expiresAt } as Omit<Entry, 'value'>
  }

  function reply(op: string): unknown {
    if (op === 'remoteVersion' || op === 'remoteSet') return from.number()
    if (op === 'remoteGet' || op === 'load' || op === 'store') return entry()
    if (op === 'tierGet') {
      const [copy, storedAtMs] = [entry(), from.number()]
      return copy && { ...copy, storedAtMs }
    }
    if (op === 'remoteLease') return { entry: entry(), token: from.number(), stale: entry() }
    return undefined
  }

  function request(): PageRequest {
    const id = from.number() as number
    const kind = from.byte() === 1 ? 'write' : 'read'
    const [tenant, page, query] = [from.number(), from.number(), from.number()] as [number, number, number]
    const client = from.number()
    return { id, kind, tenant, page, query, ...(client !== undefined && { client }) }
  }

  function invalidation(): Invalidation {
    const [tenant, key, version] = [from.number(), from.number(), from.number()] as [number, number, number]
    const refreshed = entry()
    return { tenant, key, version, ...(refreshed && { entry: { ...refreshed, value: undefined } }) }
  }

  function rendered(): unknown {
    const sizeBytes = from.number()
    return sizeBytes === undefined ? undefined : { sizeBytes }
  }

  return () => {
    const head = from.byte()
    const kind = nameOf.get(head & (otherTime - 1))
    if (kind === undefined || head >= 2 * otherTask) throw new Error('is no record')
    if ((head & otherTime) !== 0) now = time(now)
    if ((head & otherTask) !== 0) task += from.step()
    switch (kind) {
      case 'start':
        return [kind, now, task, request()]
      case 'effect': {
        const op = named(ops, 'operation')
        return [kind, now, task, op, effectDigest({ op, input: input(op) } as Effect)]
      }
      case 'reply': {
        const op = named(ops, 'operation')
        return [kind, now, task, op, reply(op)]
      }
      case 'error':
        return [kind, now, task, from.text(), from.text()]
      case 'yielded':
        return [kind, now, task, time(0)]
      case 'done':
        return [kind, now, task, time(0), rendered()]
      case 'invalidated':
        return [kind, now, invalidation()]
      case 'reconnected':
        return [kind, now]
      case 'end':
        return [kind, now, task, from.text()]
      default:
        return [kind, now, task]
    }
  }
}
