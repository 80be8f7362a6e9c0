/**
 * Loads a fragment that no cache has: one flight a key asks the database and renders it, fills the shared cache and the node's own; the
 * others wait for it.
 *
 * Rules  A fill is accepted only if its version is not below the one held or announced (store, tombstones, compare-and-set), and if it
 *        has not taken so long that what could refuse it may be gone (expiry token).
 * Source preprint section 3.2
 */

import { copyOf } from '#core/cache/copy.ts'
import type { Entry, EntryKey } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import { type Fill, type Flow, load, remoteSet, wait, work } from '#core/flow/effect.ts'
import type { AppNode, Rendered } from '#core/flow/node.ts'
import { renderWork } from '#core/flow/render-work.ts'
import type { Timeline } from '#core/flow/request.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { orIfRemoteFails } from './remote-failure.ts'

export interface FragmentRequest {
  readonly key: EntryKey
  readonly sizeBytes: Bytes
  /** The client renders what is not cached. */
  readonly isClientRendering: boolean
  readonly timeline: Timeline
  /** Nobody waits for it: what it finds on its way counts as no hit. */
  readonly isBackground?: boolean
}

export interface Fragment {
  readonly entry: Entry
  readonly isData: boolean
}

/** A read that found nothing in its node. */
export interface Miss extends FragmentRequest {
  /** Shares no load with others and is not rendered by the client. */
  readonly isStrict: boolean
  /** Of the key when the read began; another one later makes its fill void. */
  readonly epoch: number
  /** Of the node when the read began, likewise. */
  readonly life: number
  readonly askedAtMs: Ms
  /** Nobody has asked for it yet. */
  readonly isAhead?: boolean
}

export function* readOrigin(node: AppNode, request: Miss, lease?: number): Flow<Fragment> {
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
    if (entry.version < node.tiers.floor(request.key)) return yield* fetchFragment(node, request, lease)
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

export const cancelled = (): Error =>
  new TandemError('Timeout', 'the request that loaded this fragment was cancelled')

/** Parameters: lease, token with which the shared cache is filled; 0: it is not. */
export function* fetchFragment(node: AppNode, miss: Miss, lease?: number): Flow<Fragment> {
  const { key, sizeBytes, isClientRendering, timeline, isStrict } = miss
  const { clock, counters, scenario } = node
  const loadedAt = clock.now
  const row = yield* load(key)
  counters.loads++
  timeline.loadMs += clock.now - loadedAt
  node.heard(key, row.version)
  if (isClientRendering && !isStrict) {
    counters.clientRendered++
    return { entry: { ...row, sizeBytes }, isData: true }
  }
  const rendering = renderWork(node, { row, sizeBytes, timeline })
  const renderedAt = clock.now
  const rendered = (yield* work(rendering)) as Rendered | undefined
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
  fillLocal(node, entry, miss)
  return { entry, isData: false }
}

/** Stores in the shared cache; a higher version there makes ours outdated at once. */
function* fillShared(node: AppNode, fill: Fill): Flow<void> {
  const held = yield* orIfRemoteFails(node, remoteSet(fill)[Symbol.iterator](), fill.version)
  if (held > fill.version) node.heard(fill, held)
}

/**
 * A fill that began before the key changed, as far as the protocol knows, is not kept. A copy never outlives its source: the remaining
 * freshness of the shared entry bounds that of the local one.
 */
export function fillLocal(node: AppNode, entry: Entry, miss: Miss): void {
  const { clock, expiry, protocol, scenario, tiers } = node
  const { epoch, life, askedAtMs, isAhead = false } = miss
  if (!scenario.cache.isEnabled || protocol.epoch(entry) !== epoch || node.life !== life) return
  if (isAhead) node.prefetcher?.comes()
  tiers.fillByRead(copyOf(entry, clock.now, expiry.expiresAt(clock.now), clock.now - askedAtMs))
  if (isAhead) node.prefetcher?.came(entry.key, entry.sizeBytes)
}
