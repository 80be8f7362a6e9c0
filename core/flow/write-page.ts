/**
 * The write path of an application node. The database commits and gives the next version, which is made known before the write is
 * acknowledged (make-known.ts). A node that writes behind acknowledges when it has the copy itself; the rest follows (flush-writes.ts).
 *
 * Source  preprint section 3.2
 */
import type { Entry } from '#core/cache/entry.ts'
import type { WriteBehind } from '#core/cache/node/write-behind.ts'
import { slotBytes } from '#core/render/partition.ts'
import { isStrongPage, pageBytes } from '#core/workload/request-source.ts'
import { type Flow, type Store, start, store } from './effect.ts'
import { flushWrites } from './flush-writes.ts'
import { makeKnown } from './make-known.ts'
import type { AppNode } from './node.ts'
import { emptyTimeline, type PageRequest, type PageResponse, type Timeline } from './request.ts'
import { dueAt, processorWork } from './serve-page.ts'

export function* writePage(node: AppNode, request: PageRequest): Flow<PageResponse> {
  const { clock, counters, renderer, scenario } = node
  const timeline = emptyTimeline(dueAt(node))
  counters.writes++
  const key = { tenant: request.tenant, key: request.page * scenario.render.shardsMax }
  const sizeBytes = slotBytes(scenario.render, pageBytes(request.page, scenario.workload))
  yield* processorWork(node, timeline, 'accept', 0)
  const isStrong = isStrongPage(request.page, scenario.workload)
  const value = `written by request ${request.id}`
  if (node.behind !== undefined && !isStrong && node.behind.hasRoom(key)) {
    yield* writeLater(node, node.behind, { input: { ...key, value, sizeBytes }, timeline })
    return written(timeline)
  }
  const before = clock.now
  const row = yield* store({ ...key, value, sizeBytes })
  timeline.loadMs += clock.now - before
  const run = renderer === undefined ? undefined : () => renderer.render(row)
  const rendered = (yield* processorWork(node, timeline, 'write', sizeBytes, run)) as
    | Partial<Entry>
    | undefined
  const entry: Entry = {
    ...key,
    version: row.version,
    sizeBytes: rendered?.sizeBytes ?? sizeBytes,
    expiresAt: clock.now + scenario.redis.ttlMs,
    value: rendered?.value,
  }
  yield* makeKnown(node, entry, isStrong ? 'strong' : 'weak')
  return written(timeline)
}

const written = (timeline: Timeline): PageResponse => ({
  status: 200,
  sizeBytes: 0,
  shards: 0,
  timeline,
  servedBy: 'node',
})

/** The node has the new copy; the database gets it later. */
function* writeLater(
  node: AppNode,
  behind: WriteBehind,
  { input, timeline }: { readonly input: Store; readonly timeline: Timeline },
): Flow<void> {
  const { clock, counters, renderer, scenario, tiers } = node
  const { tenant, key, sizeBytes, value } = input
  const expiresAt = clock.now + scenario.redis.ttlMs
  const row: Entry = { tenant, key, version: tiers.floor(input) + 1, sizeBytes, expiresAt, value }
  const run = renderer === undefined ? undefined : () => renderer.render(row)
  const rendered = (yield* processorWork(node, timeline, 'write', sizeBytes, run)) as
    | Partial<Entry>
    | undefined
  const entry: Entry = { ...row, sizeBytes: rendered?.sizeBytes ?? sizeBytes, value: rendered?.value }
  const { isFirst, hasJoined } = behind.add({ entry, value, tries: 0 })
  counters.writesBehind++
  if (hasJoined) counters.writesJoined++
  if (isFirst) yield* start(flushWrites(node, behind))
}
