/**
 * Reads one fragment through the tiers: L1, L2, shared cache, then one flight a key that loads and renders it.
 *
 *   local copy --fresh, version agrees--> hit
 *   local copy outdated, or none --> shared cache --found--> fill L1
 *   nothing --> the first asks the database, renders, fills the shared cache and L1; the others wait for it
 *
 * Rules  A fill is accepted only if its version is not below the one held or announced (store, tombstones, compare-and-set).
 *        When the shared cache does not answer, the database does; the failure is counted, the request goes on.
 * Source preprint section 3.2
 */
import { TandemError } from '#core/errors.ts'
import { type Flow, load, remoteGet, remoteSet, remoteVersion, wait, work } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Timeline } from '#core/flow/request.ts'
import { taskClass } from '#core/schedule/task-class.ts'
import type { Bytes } from '#core/units.ts'
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

export function* readThrough(node: AppNode, request: FragmentRequest): Flow<Fragment> {
  const { cache, redis } = node.scenario
  if (cache.isEnabled) {
    const local = yield* readLocal(node, request)
    if (local !== undefined) return { entry: local, isData: false }
  }
  if (redis.isEnabled) {
    const shared = yield* readShared(node, request)
    if (shared !== undefined) {
      node.feedback.read(false)
      if (cache.isEnabled) node.tiers.fillByRead(withLocalExpiry(node, shared))
      return { entry: shared, isData: false }
    }
  }
  return yield* readOrigin(node, request)
}

function* readLocal(node: AppNode, { key, timeline }: FragmentRequest): Flow<Entry | undefined> {
  const { counters, clock, tiers, scenario } = node
  counters.l1Lookups++
  const found = tiers.find(key, clock.now)
  if (found === undefined) return undefined
  if (scenario.cache.validation === 'check' && scenario.redis.isEnabled) {
    const before = clock.now
    const stamp = yield* remoteVersionOrNone(node, key)
    counters.versionChecks++
    timeline.cacheMs += clock.now - before
    if (stamp > found.entry.version) {
      tiers.invalidate(key, stamp)
      return undefined
    }
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
    if (shared !== undefined) node.counters.remoteHits++
    return shared
  } catch (error) {
    countRemoteFailure(node, error)
    return undefined
  } finally {
    timeline.cacheMs += node.clock.now - before
  }
}

function* readOrigin(node: AppNode, request: FragmentRequest): Flow<Fragment> {
  node.feedback.read(true)
  if (!node.scenario.cache.singleFlight || request.isClientRendering)
    return yield* fetchFragment(node, request)
  const { key } = request.key
  const flight = node.flights.join(key)
  if (flight !== undefined) {
    node.counters.coalesced++
    const before = node.clock.now
    const entry = yield* wait(flight)
    request.timeline.loadMs += node.clock.now - before
    return { entry, isData: false }
  }
  node.flights.depart(key)
  try {
    const fragment = yield* fetchFragment(node, request)
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
  { key, sizeBytes, isClientRendering, timeline }: FragmentRequest,
): Flow<Fragment> {
  const { clock, counters, renderer, scenario } = node
  const loadedAt = clock.now
  const row = yield* load(key)
  counters.loads++
  timeline.loadMs += clock.now - loadedAt
  if (isClientRendering) {
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
  if (scenario.redis.isEnabled) yield* fillShared(node, entry)
  if (scenario.cache.isEnabled) node.tiers.fillByRead(withLocalExpiry(node, entry))
  return { entry, isData: false }
}

/** Stores in the shared cache; a higher version there makes ours outdated at once. */
function* fillShared(node: AppNode, entry: Entry): Flow<void> {
  const held = yield* orIfRemoteFails(node, remoteSet(entry)[Symbol.iterator](), entry.version)
  if (held > entry.version) node.tiers.invalidate(entry, held)
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
