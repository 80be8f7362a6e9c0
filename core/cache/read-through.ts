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
import { TandemError } from '#core/errors.ts'
import {
  type Fill,
  type Flow,
  load,
  remoteGet,
  remoteLease,
  remoteSet,
  remoteVersion,
  sleep,
  wait,
  work,
} from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Timeline } from '#core/flow/request.ts'
import type { LeaseRule, Use } from '#core/invalidation/invalidation.ts'
import { taskClass } from '#core/schedule/task-class.ts'
import type { Bytes } from '#core/units.ts'
import { isStrongPage } from '#core/workload/request-source.ts'
import type { Entry, EntryKey } from './entry.ts'

export interface FragmentRequest {
  readonly key: EntryKey
  readonly sizeBytes: Bytes
  /** The client renders what is not cached. */
  readonly isClientRendering: boolean
  readonly timeline: Timeline
}

export interface Fragment {
  readonly entry: Entry
  readonly isData: boolean
}

/** A read that found nothing in its node. */
interface Miss extends FragmentRequest {
  /** Shares no load with others and is not rendered by the client. */
  readonly isStrict: boolean
  /** Of the key when the read began; another one later makes its fill void. */
  readonly epoch: number
}

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
  if (found.level === 1) counters.l1Hits++
  else counters.l2Hits++
  node.feedback.read(false)
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
    node.counters.remoteHits++
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
        if (entry === undefined) counters.staleHeld++
        else {
          counters.remoteHits++
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

function* readOrigin(node: AppNode, request: Miss, lease?: number): Flow<Fragment> {
  node.feedback.read(true)
  if (!node.scenario.cache.singleFlight || request.isClientRendering || request.isStrict)
    return yield* fetchFragment(node, request, lease)
  const { key } = request.key
  const flight = node.flights.join(key)
  if (flight !== undefined) {
    node.counters.coalesced++
    const before = node.clock.now
    const entry = yield* wait(flight)
    request.timeline.loadMs += node.clock.now - before
    // The flight may have loaded before a write that this read must see.
    if (entry.version < node.known.floor(request.key)) return yield* fetchFragment(node, request, lease)
    return { entry, isData: false }
  }
  node.flights.depart(key)
  try {
    const fragment = yield* fetchFragment(node, request, lease)
    node.flights.land(key, fragment.entry)
    return fragment
  } catch (error) {
    node.flights.fail(key, () => error as Error)
    throw error
  } finally {
    // Only a cancellation leaves the flight open; its followers must not wait for ever.
    node.flights.fail(key, cancelled)
  }
}

const cancelled = (): Error =>
  new TandemError('Timeout', 'the request that loaded this fragment was cancelled')

function* fetchFragment(
  node: AppNode,
  { key, sizeBytes, isClientRendering, timeline, isStrict, epoch }: Miss,
  lease?: number,
): Flow<Fragment> {
  const { clock, counters, renderer, scenario } = node
  const loadedAt = clock.now
  const row = yield* load(key)
  counters.loads++
  timeline.loadMs += clock.now - loadedAt
  node.heard(key, row.version)
  if (isClientRendering && !isStrict) {
    counters.clientRendered++
    return { entry: { ...row, sizeBytes }, isData: true }
  }
  const rendering = {
    stage: 'render' as const,
    sizeBytes,
    taskClass: taskClass('render'),
    waitMs: 0,
    run: renderer === undefined ? undefined : () => renderer.render(row),
  }
  const renderedAt = clock.now
  const rendered = (yield* work(rendering)) as { value: unknown; sizeBytes: Bytes } | undefined
  counters.renders++
  timeline.queueMs += rendering.waitMs
  timeline.renderMs += clock.now - renderedAt - rendering.waitMs
  const entry: Entry = {
    ...key,
    version: row.version,
    sizeBytes: rendered?.sizeBytes ?? sizeBytes,
    expiresAt: clock.now + scenario.redis.ttlMs,
    value: rendered?.value,
  }
  const isLate = clock.now - loadedAt >= scenario.redis.ttlMs
  if (scenario.redis.isEnabled && !isLate && lease !== 0)
    yield* fillShared(node, lease === undefined ? entry : { ...entry, lease })
  fillLocal(node, entry, epoch)
  return { entry, isData: false }
}

/** Stores in the shared cache; a higher version there makes ours outdated at once. */
function* fillShared(node: AppNode, fill: Fill): Flow<void> {
  const held = yield* orIfRemoteFails(node, remoteSet(fill)[Symbol.iterator](), fill.version)
  if (held > fill.version) node.heard(fill, held)
}

/** A fill that began before the key changed, as far as the protocol knows, is not kept. */
function fillLocal(node: AppNode, entry: Entry, epoch: number): void {
  if (!node.scenario.cache.isEnabled || node.protocol.epoch(entry) !== epoch) return
  node.tiers.fillByRead(withLocalExpiry(node, entry))
}

/** A copy never outlives its source: the remaining freshness of the shared entry bounds that of the local one. */
function withLocalExpiry(node: AppNode, entry: Entry): Entry {
  const { tenant, key, version, sizeBytes, value } = entry
  const expiresAt = Math.min(entry.expiresAt, node.expiry.expiresAt(node.clock.now))
  return { tenant, key, version, sizeBytes, expiresAt, value }
}

export function* orIfRemoteFails<T>(node: AppNode, flow: Flow<T>, stand: T): Flow<T> {
  try {
    return yield* flow
  } catch (error) {
    countRemoteFailure(node, error)
    return stand
  }
}

/** The shared cache may fail, the request goes on; any other error does not concern it and is thrown again. */
function countRemoteFailure(node: AppNode, error: unknown): void {
  if (!(error instanceof TandemError) || error.code !== 'RemoteUnavailable') throw error
  node.counters.remoteFailures++
}
