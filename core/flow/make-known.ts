/**
 * Makes known what the database has committed: the invalidation protocol says whether the shared cache gets the new copy (write-through)
 * and who is told. A node applies its own message at once: who writes reads its write.
 *
 * Source  preprint section 3.2
 */
import type { Entry } from '#core/cache/entry.ts'
import { orIfRemoteFails } from '#core/cache/node/remote-failure.ts'
import type { Announcement } from '#core/invalidation/invalidation.ts'
import { type Announced, type Flow, publish, remoteSet } from './effect.ts'
import type { AppNode } from './node.ts'

export function* makeKnown(node: AppNode, entry: Entry, page: 'strong' | 'weak'): Flow<void> {
  const { scenario, protocol } = node
  const { tenant, key, version } = entry
  const how = protocol.announcement(page === 'strong')
  node.heard(entry, version)
  const keepsOwn = how.keepsOwn && scenario.cache.writes !== 'around'
  if (scenario.cache.isEnabled) node.invalidated({ tenant, key, version, ...(keepsOwn && { entry }) })
  if (scenario.redis.isEnabled) yield* announce(node, how, entry)
  node.watch?.wrote(node, entry)
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
