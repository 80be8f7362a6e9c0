import type { Entry, EntryKey } from '#core/cache/entry.ts'
import type { WriteBehindConfig } from '#core/scenario/cache-schema.ts'

/** A write that was acknowledged and that the database does not have yet. */
export interface Unwritten {
  /** Its version is a guess: the next after what the node knew. */
  readonly entry: Entry
  /** What the database is to hold. */
  readonly value: unknown
  /** Times that the database refused it. */
  tries: number
}

/** Writes on their way to the database. */
export interface WriteBehind {
  /** The newest copy of a key that waits. */
  find(key: EntryKey): Entry | undefined
  /** Whether another key may wait; a key that waits already has its place. */
  hasRoom(key: EntryKey): boolean
  /** Tells whether somebody must begin to flush, and whether the write has taken the place of one that waited. */
  add(write: Unwritten): { readonly isFirst: boolean; readonly hasJoined: boolean }
  /** All that wait; they stay to be found until they are `written` or `failed`. */
  take(): readonly Unwritten[]
  /** Whether it is still this node's to announce: it has not died since. */
  isOurs(write: Unwritten): boolean
  written(write: Unwritten): void
  failed(write: Unwritten): void
  /** The node has died. */
  lose(): void
  /** Nothing waits and nothing is on its way: whoever flushes may end. */
  rest(): boolean
  /** Acknowledged writes that have got lost; of several to one key, each counts. */
  readonly lost: number
}

/**
 * Write-behind: a write is acknowledged when the node holds it, and goes to the database later, with the others of that time; of several
 * writes to one key only the last goes. What waits when the node dies is lost: at most `delay` x rate, and never more than `pending` keys.
 *
 *   add --> waiting --take--> on its way --written--> gone
 *              ^---- failed, up to `tries` times ----|----> lost
 *
 * Source      Jouppi: Cache write policies and performance. ISCA 1993 (write-back; a later write takes the place of one that waits)
 * Parameters  delayMs between two flushes; pendingCount, keys that may wait; triesCount
 * Cost        O(1) a write
 * Deviates    other nodes see a write when the database has it, for only the database gives versions; a write that would exceed the
 *             bound, and each to a strong page, goes through
 */
export function writeBehind({ pendingCount, triesCount }: WriteBehindConfig): WriteBehind {
  const waiting = new Map<number, Unwritten>()
  const onTheirWay = new Map<number, Unwritten>()
  /** Acknowledged writes that each key stands for. */
  const joined = new Map<number, number>()
  let isFlushing = false
  let lost = 0

  function forget({ entry }: Unwritten): void {
    if (!waiting.has(entry.key)) joined.delete(entry.key)
  }

  return {
    find: ({ key }) => (waiting.get(key) ?? onTheirWay.get(key))?.entry,
    hasRoom: ({ key }) => waiting.has(key) || waiting.size + onTheirWay.size < pendingCount,
    add(write) {
      const { key } = write.entry
      const isFirst = !isFlushing
      const hasJoined = waiting.has(key)
      isFlushing = true
      waiting.set(key, write)
      joined.set(key, (hasJoined ? (joined.get(key) ?? 0) : 0) + 1)
      return { isFirst, hasJoined }
    },
    take() {
      const taken = [...waiting.values()]
      for (const write of taken) onTheirWay.set(write.entry.key, write)
      waiting.clear()
      return taken
    },
    isOurs: (write) => onTheirWay.get(write.entry.key) === write,
    written(write) {
      onTheirWay.delete(write.entry.key)
      forget(write)
    },
    failed(write) {
      const { key } = write.entry
      onTheirWay.delete(key)
      if (waiting.has(key)) return
      if (++write.tries < triesCount) waiting.set(key, write)
      else {
        lost += joined.get(key) ?? 1
        joined.delete(key)
      }
    },
    lose() {
      for (const key of new Set([...waiting.keys(), ...onTheirWay.keys()])) lost += joined.get(key) ?? 1
      waiting.clear()
      onTheirWay.clear()
      joined.clear()
      isFlushing = false
    },
    rest() {
      if (waiting.size + onTheirWay.size > 0) return false
      isFlushing = false
      return true
    },
    get lost() {
      return lost
    },
  }
}
