/**
 * Brings acknowledged writes to the database, all that wait at once, after each delay; what the database has is announced like any other
 * write. It ends when nothing is left. A process that is told to stop does not wait for the delay.
 *
 * Source  Jouppi, ISCA 1993 (write-back)
 */
import type { Unwritten, WriteBehind } from '#core/cache/node/write-behind.ts'
import { TandemError } from '#core/errors.ts'
import { all, type Flow, sleep, store } from './effect.ts'
import { makeKnown } from './make-known.ts'
import type { AppNode } from './node.ts'

export function* flushWrites(node: AppNode, behind: WriteBehind): Flow<void> {
  while (!behind.rest()) {
    yield* sleep(node.scenario.cache.writeBehind.delayMs)
    yield* flush(node, behind)
  }
}

/** What waits goes at once; what the database refuses is tried again a little later, as often as any write. */
export function* drainWrites(node: AppNode): Flow<void> {
  const { behind } = node
  if (behind === undefined) return
  while (!behind.rest()) {
    yield* flush(node, behind)
    if (!behind.rest()) yield* sleep(pauseMs)
  }
}

const pauseMs = 20

function* flush(node: AppNode, behind: WriteBehind): Flow<void> {
  const writes = behind.take()
  if (writes.length > 0) yield* all(...writes.map((write) => commit(node, behind, write)))
}

function* commit(node: AppNode, behind: WriteBehind, write: Unwritten): Flow<void> {
  const { entry } = write
  try {
    const row = yield* store({ ...entry, value: write.value })
    // A node that has died since announces nothing: copies elsewhere end with their time to live.
    if (!behind.isOurs(write)) return
    yield* makeKnown(node, { ...entry, version: row.version }, 'weak')
    behind.written(write)
  } catch (error) {
    if (!(error instanceof TandemError)) throw error
    node.counters.backgroundFailures++
    if (behind.isOurs(write)) behind.failed(write)
    node.counters.writesLost = behind.lost
  }
}
