/**
 * Reads one fragment through the tiers: L1, L2, shared cache, then one flight a key that loads and renders it.
 *
 *   local copy --fresh, and the invalidation protocol lets it be used--> hit
 *   local copy outdated, or none --> caches beside the node, where there are any --found--> fill L1
 *   nothing there --> shared cache --found--> fill L1
 *   nothing --> the first asks the database, renders, fills the shared cache and L1; the others wait for it
 *   local copy that ends soon, or that the expiry policy lets be served past its end --> hit, and loaded anew in the background
 *   all of this has failed, and the policy lets an ended copy be served for that --> that copy
 *
 * Rules  A fill is accepted only if its version is not below the one held or announced (store, tombstones, compare-and-set), and if it
 *        has not taken so long that what could refuse it may be gone (expiry token).
 *        What is older than a version the node has heard of is not given out, whoever holds it.
 *        When the shared cache does not answer, the database does; the failure is counted, the request goes on.
 * Source preprint section 3.2; RFC 5861 (stale copies)
 */

import { fillLower, readLower } from '#core/cache/beside/lower-tiers.ts'
import type { Copy } from '#core/cache/copy.ts'
import type { Entry, EntryKey } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import { type Flow, remoteLease, remoteVersion, sleep } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { LeaseRule, Use } from '#core/invalidation/invalidation.ts'
import { isStrongPage } from '#core/workload/request-source.ts'
import { type Fragment, type FragmentRequest, fillLocal, type Miss, readOrigin } from './load-fragment.ts'
import { countRemoteHit, readShared } from './read-shared.ts'
import { startRefresh } from './refresh.ts'
import { countRemoteFailure } from './remote-failure.ts'
import type { Found } from './tiers.ts'

export function* readThrough(node: AppNode, request: FragmentRequest): Flow<Fragment> {
  const { protocol, clock, scenario } = node
  const { cache, render, workload } = scenario
  const isStrong = isStrongPage(Math.floor(request.key.key / render.shardsMax), workload)
  const use = protocol.use(request.key, isStrong, clock.now)
  const unwritten = node.behind?.find(request.key)
  if (unwritten !== undefined) {
    node.feedback.read(false)
    return { entry: unwritten, isData: false }
  }
  if (cache.isEnabled) {
    const local = yield* readLocal(node, request, use)
    if (local !== undefined) return { entry: local, isData: false }
  }
  const miss: Miss = {
    ...request,
    isStrict: use === 'confirm',
    askedAtMs: clock.now,
    epoch: protocol.epoch(request.key),
    life: node.life,
  }
  if (node.expiry.isStaleServable === undefined || miss.isStrict) return yield* readFarther(node, miss)
  try {
    return yield* readFarther(node, miss)
  } catch (error) {
    const stale = error instanceof TandemError ? staleCopy(node, request.key, 'error') : undefined
    if (stale === undefined) throw error
    node.counters.staleOnError++
    return { entry: stale.entry, isData: false }
  }
}

/** What the node itself has not. */
function* readFarther(node: AppNode, miss: Miss): Flow<Fragment> {
  if (node.lower.length === 0 || miss.isStrict) return yield* readBehind(node, miss)
  const beside = yield* readLower(node, miss)
  if (beside !== undefined) {
    node.feedback.read(false)
    fillLocal(node, beside, miss)
    return { entry: beside, isData: false }
  }
  const fragment = yield* readBehind(node, miss)
  if (!fragment.isData) yield* fillLower(node, fragment.entry)
  return fragment
}

/** What nothing beside the node has. */
function* readBehind(node: AppNode, miss: Miss): Flow<Fragment> {
  const { protocol, scenario } = node
  if (scenario.redis.isEnabled) {
    if (protocol.lease !== undefined) return yield* readLeased(node, miss, protocol.lease)
    const shared = yield* readShared(node, miss)
    if (shared !== undefined) {
      node.feedback.read(false)
      fillLocal(node, shared, miss)
      return { entry: shared, isData: false }
    }
  }
  return yield* readOrigin(node, miss)
}

function* readLocal(node: AppNode, request: FragmentRequest, use: Use): Flow<Entry | undefined> {
  const { counters, clock, tiers, scenario } = node
  const { key, timeline } = request
  counters.l1Lookups++
  const found = tiers.find(key, clock.now)
  node.prefetcher?.read(key.key, found === undefined ? 'miss' : 'hit')
  const copy = found?.copy ?? staleCopy(node, key, 'revalidating')
  if (copy === undefined) return undefined
  if (use !== 'trust' && scenario.redis.isEnabled) {
    const before = clock.now
    const stamp = yield* remoteVersionOrNone(node, key)
    counters.versionChecks++
    timeline.cacheMs += clock.now - before
    if (stamp > copy.entry.version) {
      node.heard(key, stamp)
      return undefined
    }
    if (use === 'confirm' && stamp !== copy.entry.version) return undefined
    node.protocol.agreed(key, clock.now)
  }
  if (found !== undefined) countLocalHit(node, found)
  else counters.staleRevalidating++
  node.feedback.read(false)
  if (found === undefined || node.expiry.isRefreshDue?.(copy, clock.now) === true)
    yield* startRefresh(node, request, copy)
  return copy.entry
}

function staleCopy(node: AppNode, key: EntryKey, cause: 'revalidating' | 'error'): Copy | undefined {
  const copy = node.tiers.findStale(key, node.clock.now)
  if (copy === undefined) return undefined
  return node.expiry.isStaleServable?.(copy, node.clock.now, cause) === true ? copy : undefined
}

function* remoteVersionOrNone(node: AppNode, key: EntryKey): Flow<number> {
  try {
    return yield* remoteVersion(key)
  } catch (error) {
    countRemoteFailure(node, error)
    return 0
  }
}

/** Asks for the entry or a lease to fill it; while another holds the lease, takes the outdated copy or asks again. */
function* readLeased(node: AppNode, miss: Miss, rule: LeaseRule): Flow<Fragment> {
  const { counters, clock, tiers } = node
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
      if (given !== undefined && given.version >= tiers.floor(key)) {
        timeline.cacheMs += clock.now - before
        node.feedback.read(false)
        if (entry === undefined) counters.staleHeld++
        else {
          countRemoteHit(node, entry)
          node.heard(key, entry.version)
          fillLocal(node, entry, miss)
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

function countLocalHit({ counters }: AppNode, { entry, level }: Found): void {
  if (level === 1) {
    counters.l1Hits++
    counters.l1HitBytes += entry.sizeBytes
  } else {
    counters.l2Hits++
    counters.l2HitBytes += entry.sizeBytes
  }
}
