/**
 * How old stale reads are, and what keeping copies fresh costs. The truth is the database: a copy is stale from the commit of its successor
 * on. Counts begin again when warm-up ends.
 */
import type { Entry, EntryKey, Version } from '#core/cache/entry.ts'
import { Histogram } from '#core/collections/histogram.ts'
import type { Clock } from '#core/flow/clock.ts'
import type { NodeWatch } from '#core/flow/node.ts'
import type { Ms } from '#core/units.ts'
import type { SimulatedDatabase } from './database.ts'

export interface Staleness extends NodeWatch {
  readonly reads: number
  readonly staleReads: number
  /** Acknowledged. */
  readonly writes: number
  /** Sent to nodes on account of a change. */
  messages: number
  /** Age of the stale reads: time since the successor of what was read was committed. */
  readonly ageMs: Histogram
  startCounting(redisOperations: number): void
  metrics(redisOperations: number): Record<string, { value: number; unit: string }>
}

/** Sees everything that a history is made of. */
export interface WorldRecorder extends NodeWatch {
  committed(key: EntryKey, version: Version): void
}

/** Commits of a key that are remembered; a read further behind counts from the oldest of them. */
const commitsMax = 16

export function createStaleness(
  database: SimulatedDatabase,
  clock: Clock,
  recorder?: WorldRecorder,
): Staleness {
  const commits = new Map<string, { readonly version: Version; readonly atMs: Ms }[]>()
  let ageMs = new Histogram()
  const nameOf = ({ tenant, key }: EntryKey) => `${tenant} ${key}`
  let reads = 0
  let staleReads = 0
  let writes = 0
  let from = { reads: 0, writes: 0, messages: 0, redisOperations: 0 }

  database.committed = (key, version) => {
    const known = commits.get(nameOf(key)) ?? []
    known.push({ version, atMs: clock.now })
    if (known.length > commitsMax) known.shift()
    commits.set(nameOf(key), known)
    recorder?.committed(key, version)
  }

  const made: Staleness = {
    messages: 0,
    now: () => clock.now,
    read(node, entry: Entry, askedAtMs) {
      reads++
      recorder?.read(node, entry, askedAtMs)
      if (entry.version >= database.version(entry)) return
      staleReads++
      const successor = commits.get(nameOf(entry))?.find(({ version }) => version > entry.version)
      if (successor !== undefined) ageMs.record(clock.now - successor.atMs)
    },
    wrote(node, entry) {
      writes++
      recorder?.wrote(node, entry)
    },
    restarted: (node) => recorder?.restarted?.(node),
    get writes() {
      return writes
    },
    get reads() {
      return reads
    },
    get staleReads() {
      return staleReads
    },
    get ageMs() {
      return ageMs
    },
    startCounting(redisOperations) {
      from = { reads, writes, messages: made.messages, redisOperations }
      ageMs = new Histogram()
    },
    metrics: (redisOperations) => ({
      redisOperationsPerRead: {
        value: share(redisOperations - from.redisOperations, reads - from.reads),
        unit: 'operations',
      },
      messagesPerWrite: {
        value: share(made.messages - from.messages, writes - from.writes),
        unit: 'messages',
      },
      'staleAgeMs.mean': { value: ageMs.count === 0 ? 0 : ageMs.mean, unit: 'ms' },
      'staleAgeMs.p50': { value: ageMs.count === 0 ? 0 : ageMs.quantile(0.5), unit: 'ms' },
      'staleAgeMs.p95': { value: ageMs.count === 0 ? 0 : ageMs.quantile(0.95), unit: 'ms' },
      'staleAgeMs.p99': { value: ageMs.count === 0 ? 0 : ageMs.quantile(0.99), unit: 'ms' },
      'staleAgeMs.max': { value: ageMs.count === 0 ? 0 : ageMs.max, unit: 'ms' },
    }),
  }
  return made
}

/** 0 of 0 is 0. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
