import type { Entry } from '#core/cache/entry.ts'
import { type Flow, remoteGet } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { FragmentRequest } from './load-fragment.ts'
import { countRemoteFailure } from './remote-failure.ts'

/** The entry of the shared cache, if it is there, answers, and is not older than what the node has heard of. */
export function* readShared(node: AppNode, request: FragmentRequest): Flow<Entry | undefined> {
  const { key, timeline, isBackground = false } = request
  const before = node.clock.now
  if (!isBackground) node.counters.remoteLookups++
  try {
    const shared = yield* remoteGet(key)
    if (shared === undefined || shared.version < node.tiers.floor(key)) return undefined
    if (!isBackground) countRemoteHit(node, shared)
    node.heard(key, shared.version)
    return shared
  } catch (error) {
    countRemoteFailure(node, error)
    return undefined
  } finally {
    timeline.cacheMs += node.clock.now - before
  }
}

export function countRemoteHit({ counters }: AppNode, { sizeBytes }: Entry): void {
  counters.remoteHits++
  counters.remoteHitBytes += sizeBytes
}
