/**
 * Loads a fragment in the background: a copy that is served meanwhile, or one that nobody has asked for yet. One flight a key: who misses
 * it meanwhile waits for this load, and where one is under way, none begins.
 *
 * Source  RFC 5861, section 3 (revalidation in the background); Vattani, Chierichetti, Lowenstein, PVLDB 8(8), 2015 (early)
 */

import { fillLower, readLower } from '#core/cache/beside/lower-tiers.ts'
import type { Copy } from '#core/cache/copy.ts'
import type { Entry, EntryKey } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import { type Flow, start } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { cancelled, type FragmentRequest, fetchFragment, fillLocal, type Miss } from './load-fragment.ts'
import { readShared } from './read-shared.ts'

export interface BackgroundRequest {
  readonly key: EntryKey
  readonly sizeBytes: Bytes
  /** A copy in the shared cache is good enough if it is fresh for longer. */
  readonly endsAt: Ms
  /** Nobody has asked for it yet. */
  readonly isAhead: boolean
}

/** Begins to load a copy anew, unless that is under way, and goes on. */
export function* startRefresh(node: AppNode, { key, sizeBytes }: FragmentRequest, copy: Copy): Flow<void> {
  if (node.flights.join(key.key) !== undefined) return
  node.counters.refreshes++
  yield* start(loadBeside(node, { key, sizeBytes, endsAt: copy.expiresAt, isAhead: false }))
}

/**
 * Loads from the caches beside the node, from the shared cache or else from the database. It opens the flight when it is made, so that two that are made at once do not
 * load twice. Failures are counted, and told to those that wait.
 */
export function loadBeside(node: AppNode, request: BackgroundRequest): Flow<void> {
  const { clock, protocol } = node
  const { key, sizeBytes, endsAt, isAhead } = request
  const miss: Miss = {
    key,
    sizeBytes,
    isClientRendering: false,
    timeline: emptyTimeline(),
    isBackground: true,
    isStrict: false,
    epoch: protocol.epoch(key),
    life: node.life,
    askedAtMs: clock.now,
    isAhead,
  }
  node.flights.depart(key.key)
  return loaded(node, miss, endsAt)
}

function* loaded(node: AppNode, miss: Miss, endsAt: Ms): Flow<void> {
  const { key } = miss.key
  try {
    const beside = yield* readLower(node, miss, endsAt)
    if (beside !== undefined) fillLocal(node, beside, miss)
    node.flights.land(key, beside ?? (yield* loadedFromFarther(node, miss, endsAt)))
  } catch (error) {
    if (!(error instanceof TandemError)) throw error
    node.counters.backgroundFailures++
    node.flights.fail(key, () => error)
  } finally {
    node.flights.fail(key, cancelled)
  }
}

/** What no cache beside the node has. */
function* loadedFromFarther(node: AppNode, miss: Miss, endsAt: Ms): Flow<Entry> {
  const shared = yield* livingLonger(node, miss, endsAt)
  // Without a token the shared cache of the lease protocol is not filled.
  const lease = node.protocol.lease === undefined ? undefined : 0
  const entry = shared ?? (yield* fetchFragment(node, miss, lease)).entry
  yield* fillLower(node, entry)
  return entry
}

function* livingLonger(node: AppNode, miss: Miss, endsAt: Ms): Flow<Entry | undefined> {
  if (!node.scenario.redis.isEnabled) return undefined
  const shared = yield* readShared(node, miss)
  if (shared === undefined || shared.expiresAt <= endsAt) return undefined
  fillLocal(node, shared, miss)
  return shared
}
