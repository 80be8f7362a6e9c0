/**
 * Reads one fragment through the tiers: L1, L2, shared cache, then one flight a key that loads and renders it.
 *
 *   local copy --fresh, and the invalidation protocol lets it be used--> hit
 *   local copy outdated, or none --> shared cache --found--> fill L1
 *   nothing --> the first asks the database, renders, fills the shared cache and L1; the others wait for it
 *
 * Rules  A fill is accepted only if its version is not below the one held or announced (store, tombstones, compare-and-set), and if it
 *        has not taken so long that what could refuse it may be gone (expiry token).
 *        What is older than a version the node has heard of is not given out, whoever holds it.
 *        When the shared cache does not answer, the database does; the failure is counted, the request goes on.
 * Source preprint section 3.2
 */
import { type Flow, remoteGet, remoteLease, remoteVersion, sleep } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { LeaseRule, Use } from '#core/invalidation/invalidation.ts'
import { isStrongPage } from '#core/workload/request-source.ts'
import type { Entry, EntryKey } from './entry.ts'
import { type Fragment, type FragmentRequest, fillLocal, type Miss, readOrigin } from './load-fragment.ts'
import { countRemoteFailure } from './remote-failure.ts'
import type { Found } from './tiers.ts'

export function* readThrough(node: AppNode, request: FragmentRequest): Flow<Fragment> {
  const { protocol, clock, scenario } = node
  const { cache, redis, render, workload } = scenario
  const isStrong = isStrongPage(Math.floor(request.key.key / render.shardsMax), workload)
  const use = protocol.use(request.key, isStrong, clock.now)
  if (cache.isEnabled) {
    const local = yield* readLocal(node, request, use)
    if (local !== undefined) return { entry: local, isData: false }
  }
  const miss: Miss = { ...request, isStrict: use === 'confirm', epoch: protocol.epoch(request.key) }
  if (redis.isEnabled) {
    if (protocol.lease !== undefined) return yield* readLeased(node, miss, protocol.lease)
    const shared = yield* readShared(node, miss)
    if (shared !== undefined) {
      node.feedback.read(false)
      fillLocal(node, shared, miss.epoch)
      return { entry: shared, isData: false }
    }
  }
  return yield* readOrigin(node, miss)
}

function* readLocal(node: AppNode, { key, timeline }: FragmentRequest, use: Use): Flow<Entry | undefined> {
  const { counters, clock, tiers, scenario } = node
  counters.l1Lookups++
  const found = tiers.find(key, clock.now)
  if (found === undefined) return undefined
  if (use !== 'trust' && scenario.redis.isEnabled) {
    const before = clock.now
    const stamp = yield* remoteVersionOrNone(node, key)
    counters.versionChecks++
    timeline.cacheMs += clock.now - before
    if (stamp > found.entry.version) {
      node.heard(key, stamp)
      return undefined
    }
    if (use === 'confirm' && stamp !== found.entry.version) return undefined
    node.protocol.agreed(key, clock.now)
  }
  countLocalHit(node, found)
  return found.entry
}

function* remoteVersionOrNone(node: AppNode, key: EntryKey): Flow<number> {
  try {
    return yield* remoteVersion(key)
  } catch (error) {
    countRemoteFailure(node, error)
    return 0
  }
}

function* readShared(node: AppNode, { key, timeline }: FragmentRequest): Flow<Entry | undefined> {
  const before = node.clock.now
  node.counters.remoteLookups++
  try {
    const shared = yield* remoteGet(key)
    if (shared === undefined || shared.version < node.known.floor(key)) return undefined
    countRemoteHit(node, shared)
    node.heard(key, shared.version)
    return shared
  } catch (error) {
    countRemoteFailure(node, error)
    return undefined
  } finally {
    timeline.cacheMs += node.clock.now - before
  }
}

/** Asks for the entry or a lease to fill it; while another holds the lease, takes the outdated copy or asks again. */
function* readLeased(node: AppNode, miss: Miss, rule: LeaseRule): Flow<Fragment> {
  const { counters, clock, known } = node
  const { key, timeline } = miss
  const before = clock.now
  counters.remoteLookups++
  try {
    for (let tries = 0; tries < rule.triesMax; tries++) {
      const { entry, token, stale } = yield* remoteLease({ ...key, holdMs: rule.holdMs })
      if (token > 0) {
        timeline.cacheMs += clock.now - before
        return yield* readOrigin(node, miss, token)
      }
      const given = entry ?? (rule.takesStale ? stale : undefined)
      if (given !== undefined && given.version >= known.floor(key)) {
        timeline.cacheMs += clock.now - before
        node.feedback.read(false)
        if (entry === undefined) counters.staleHeld++
        else {
          countRemoteHit(node, entry)
          node.heard(key, entry.version)
          fillLocal(node, entry, miss.epoch)
        }
        return { entry: given, isData: false }
      }
      if (entry !== undefined) return yield* readOrigin(node, miss)
      counters.leaseWaits++
      yield* sleep(rule.waitMs)
    }
  } catch (error) {
    countRemoteFailure(node, error)
  }
  return yield* readOrigin(node, miss, 0)
}

function countLocalHit({ counters, feedback }: AppNode, { entry, level }: Found): void {
  if (level === 1) {
    counters.l1Hits++
    counters.l1HitBytes += entry.sizeBytes
  } else {
    counters.l2Hits++
    counters.l2HitBytes += entry.sizeBytes
  }
  feedback.read(false)
}

function countRemoteHit({ counters }: AppNode, { sizeBytes }: Entry): void {
  counters.remoteHits++
  counters.remoteHitBytes += sizeBytes
}
