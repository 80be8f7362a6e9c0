/**
 * The write path of an application node. The database commits and gives the next version; the invalidation protocol says how it is made
 * known before the write is acknowledged: whether the shared cache gets the new copy (write-through) and who is told. A node applies its
 * own message at once: who writes reads its write.
 *
 * Source  preprint section 3.2
 */
import type { Entry } from '#core/cache/entry.ts'
import { orIfRemoteFails } from '#core/cache/remote-failure.ts'
import type { Announcement } from '#core/invalidation/invalidation.ts'
import { slotBytes } from '#core/render/partition.ts'
import { isStrongPage, pageBytes } from '#core/workload/request-source.ts'
import { type Announced, type Flow, publish, remoteSet, store } from './effect.ts'
import type { AppNode } from './node.ts'
import { emptyTimeline, type PageRequest, type PageResponse } from './request.ts'
import { dueAt, processorWork } from './serve-page.ts'

export function* writePage(node: AppNode, request: PageRequest): Flow<PageResponse> {
  const { clock, counters, renderer, scenario } = node
  const timeline = emptyTimeline(dueAt(node))
  counters.writes++
  const key = { tenant: request.tenant, key: request.page * scenario.render.shardsMax }
  const sizeBytes = slotBytes(scenario.render, pageBytes(request.page, scenario.workload))
  yield* processorWork(node, timeline, 'accept', 0)
  const before = clock.now
  const row = yield* store({ ...key, value: `written by request ${request.id}`, sizeBytes })
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
  const how = node.protocol.announcement(isStrongPage(request.page, scenario.workload))
  node.heard(key, entry.version)
  if (scenario.cache.isEnabled)
    node.invalidated({ ...key, version: entry.version, ...(how.keepsOwn && { entry }) })
  if (scenario.redis.isEnabled) yield* announce(node, how, entry)
  node.watch?.wrote(node, entry)
  return { status: 200, sizeBytes: 0, shards: 0, timeline, servedBy: 'node' }
}

function* announce(node: AppNode, how: Announcement, entry: Entry): Flow<void> {
  const { fillsShared, audience, carriesCopy, holdsStale } = how
  if (fillsShared) yield* orIfRemoteFails(node, remoteSet(entry)[Symbol.iterator](), entry.version)
  if (audience === 'unstamped') return
  const { tenant, key, version } = entry
  const announced: Announced = {
    tenant,
    key,
    version,
    ...(carriesCopy && { entry }),
    ...(audience !== 'all' && { audience }),
    ...(holdsStale && { holdsStale }),
  }
  yield* orIfRemoteFails(node, publish(announced)[Symbol.iterator](), undefined)
  node.counters.published++
}
