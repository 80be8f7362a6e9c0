/**
 * A cache of whole pages on the way between browser and node: browser, edge, regional cache and the gateway's micro-cache are this flow with
 * other rules.
 *
 *   fresh copy --> hit
 *   none --> one request goes on to the next tier and fills; the others wait for it (`share`: its answer or error is theirs;
 *            `lock`: they look again when it is done, become the next to fill when it brought nothing, and go on by themselves, without
 *            filling, when they have waited too long)
 *   the next tier fails --> an outdated copy for a while, where the rules allow it
 *
 * Rules   Only reads are held, only good answers, and an answer no longer than its age leaves it fresh.
 *         A write that goes through makes a tier forget its copy, where the rules say so.
 * Source  RFC 9111, sections 3 (storing), 4 (reuse), 4.4 (a write invalidates); RFC 5861, section 4;
 *         nginx proxy_cache_lock, _lock_age, _lock_timeout (waiters look every 500 ms there; pollMs 0 wakes them at once)
 */

import { type FillLocks, fillLocks } from '#core/cache/page/fill-lock.ts'
import { type SingleFlight, singleFlight } from '#core/cache/single-flight.ts'
import { createStore, type Store } from '#core/cache/store.ts'
import { TandemError } from '#core/errors.ts'
import type { Random } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'
import { type Flow, race, sleep, wait } from './effect.ts'
import { emptyTimeline, type PageRequest, type PageResponse, type PageTier } from './request.ts'

/** How long a request waits for another that fills. */
export interface LockTimes {
  /** After so long another request may fill, too. */
  readonly lockAgeMs: Ms
  /** After so long a waiting request goes on to the next tier; its answer is not held. */
  readonly lockTimeoutMs: Ms
  /** How often a waiting request looks; 0: it is woken. */
  readonly lockPollMs: Ms
}

export interface HttpCacheRules {
  /** Name of the tier, as answers tell it. */
  readonly tier: PageTier
  readonly capacityCount: number
  /** 0 = unbounded. */
  readonly capacityBytes: Bytes
  readonly eviction: PolicyChoice
  isCacheable(request: PageRequest): boolean
  keyOf(request: PageRequest): number
  /** End of freshness of an answer that was made at a time. */
  freshUntil(request: PageRequest, madeAtMs: Ms): Ms
  /** How long after that a copy is given out when the next tier fails. */
  readonly staleIfErrorMs: Ms
  readonly coalescing: 'none' | 'share' | LockTimes
  /** How often those that share an answer look for it; 0: they get it at once. */
  readonly sharePollMs: Ms
  /** `evicted`: holds only what the tiers before it give up, and hands it back on a hit (`giveUp`). */
  readonly holds: 'asked' | 'evicted'
  readonly forgetsWritten: boolean
}

/** Counts since the start. A request that waited for another and got its answer is `coalesced`, not a hit. */
export interface HttpCacheCounters {
  lookups: number
  hits: number
  coalesced: number
  /** Outdated copies given out because the next tier failed. */
  staleServed: number
  /** Waiting requests that went on by themselves. */
  lockTimeouts: number
  /** Bytes of all answers to lookups, and of those that did not need the next tier for themselves. */
  servedBytes: Bytes
  hitBytes: Bytes
}

export const httpCacheCounters = (): HttpCacheCounters => ({
  lookups: 0,
  hits: 0,
  coalesced: 0,
  staleServed: 0,
  lockTimeouts: 0,
  servedBytes: 0,
  hitBytes: 0,
})

export interface HttpCache {
  readonly rules: HttpCacheRules
  readonly clock: Clock
  readonly store: Store
  readonly flights: SingleFlight<PageResponse>
  readonly locks: FillLocks
  readonly counters: HttpCacheCounters
}

/** What asks the next tier. */
export type NextTier = () => Flow<PageResponse>

export function createHttpCache(world: {
  readonly rules: HttpCacheRules
  readonly clock: Clock
  /** Of this tier alone, or one for all caches of a tier. */
  readonly counters?: HttpCacheCounters
  readonly random?: Random
  /** Takes what is evicted here. */
  readonly giveUpTo?: HttpCache
}): HttpCache {
  const { rules, clock, counters = httpCacheCounters(), random, giveUpTo } = world
  const { capacityCount, capacityBytes, eviction, coalescing } = rules
  const lockAgeMs = typeof coalescing === 'object' ? coalescing.lockAgeMs : 0
  return {
    rules,
    clock,
    store: createStore({
      capacityCount,
      capacityBytes,
      eviction,
      ...(random !== undefined && { random }),
      ...(giveUpTo !== undefined && {
        evicted: (key: number, value: unknown) => takeOver(giveUpTo, key, value as HeldPage),
      }),
    }),
    flights: singleFlight<PageResponse>(),
    locks: fillLocks(lockAgeMs),
    counters,
  }
}

/** What the store holds. */
interface HeldPage {
  readonly page: PageResponse
  readonly freshUntil: Ms
}

/** Holds what the tier before had to give up, if it is still fresh. */
function takeOver(cache: HttpCache, key: number, { page, freshUntil }: HeldPage): void {
  if (freshUntil > cache.clock.now) hold(cache, key, { page: from(cache.rules.tier, page), freshUntil })
}

function hold({ store, rules, clock }: HttpCache, key: number, value: HeldPage): void {
  const expiresAt = value.freshUntil + rules.staleIfErrorMs
  if (expiresAt > clock.now)
    store.put({ tenant: 0, key, version: 0, sizeBytes: value.page.sizeBytes, expiresAt, value })
}

/** Answers a request from the cache, or by what the next tier answers. */
export function throughCache(cache: HttpCache, request: PageRequest, next: NextTier): Flow<PageResponse> {
  if (request.kind === 'write') return cache.rules.forgetsWritten ? written(cache, request, next) : next()
  return cache.rules.isCacheable(request) ? lookUp(cache, request, next) : next()
}

function* written(cache: HttpCache, request: PageRequest, next: NextTier): Flow<PageResponse> {
  const response = yield* next()
  if (response.status < 400) cache.store.remove(cache.rules.keyOf(request))
  return response
}

function* lookUp(cache: HttpCache, request: PageRequest, next: NextTier): Flow<PageResponse> {
  const { counters, flights } = cache
  const { coalescing } = cache.rules
  const key = cache.rules.keyOf(request)
  counters.lookups++
  const held = freshCopy(cache, key)
  if (held !== undefined) {
    counters.hits++
    return given(cache, held)
  }
  if (coalescing === 'none') return yield* fill(cache, request, key, next)
  if (coalescing !== 'share') return yield* fillLocked(cache, request, { key, next, times: coalescing })
  const flight = flights.join(key)
  if (flight === undefined) return yield* fly(cache, request, key, next)
  counters.coalesced++
  const askedAt = cache.clock.now
  const response = yield* wait(flight)
  const { sharePollMs } = cache.rules
  if (sharePollMs > 0) yield* sleep(untilNextLook(cache.clock.now - askedAt, sharePollMs))
  return given(cache, from(cache.rules.tier, response))
}

/** Who looks only now and then finds what has come at the next look. */
const untilNextLook = (waitedMs: Ms, everyMs: Ms): Ms => Math.ceil(waitedMs / everyMs) * everyMs - waitedMs

function freshCopy({ store, clock, rules }: HttpCache, key: number): PageResponse | undefined {
  const slot = store.find(key, clock.now)
  if (slot < 0) return undefined
  const { page, freshUntil } = store.value(slot) as HeldPage
  if (freshUntil <= clock.now) return undefined
  if (rules.holds === 'evicted') store.remove(key)
  return page
}

function given({ counters }: HttpCache, response: PageResponse): PageResponse {
  counters.servedBytes += response.sizeBytes
  counters.hitBytes += response.sizeBytes
  return response
}

function* fly(cache: HttpCache, request: PageRequest, key: number, next: NextTier): Flow<PageResponse> {
  const { flights } = cache
  flights.depart(key)
  try {
    const response = yield* fill(cache, request, key, next)
    flights.land(key, response)
    return response
  } catch (error) {
    flights.fail(key, () => error as Error)
    throw error
  } finally {
    flights.fail(key, cancelled)
  }
}

const cancelled = (): Error => new TandemError('Timeout', 'the request that went upstream was cancelled')

/** Progress of a wait that rounding has brought to nothing. */
const waitMsMin = 0.001

function* fillLocked(
  cache: HttpCache,
  request: PageRequest,
  { key, next, times }: { readonly key: number; readonly next: NextTier; readonly times: LockTimes },
): Flow<PageResponse> {
  const { locks, clock, counters } = cache
  const givesUpAt = clock.now + times.lockTimeoutMs
  for (;;) {
    const own = locks.take(key, clock.now)
    if (own !== undefined) {
      try {
        return yield* fill(cache, request, key, next)
      } finally {
        locks.release(key, own)
      }
    }
    if (clock.now >= givesUpAt) {
      counters.lockTimeouts++
      return yield* passOn(cache, key, next)
    }
    const { released, until } = locks.held(key)!
    if (times.lockPollMs > 0)
      yield* sleep(Math.max(waitMsMin, Math.min(times.lockPollMs, givesUpAt - clock.now)))
    else {
      const longestMs = Math.max(waitMsMin, Math.min(givesUpAt, until) - clock.now)
      yield* race(wait(released)[Symbol.iterator](), sleep(longestMs)[Symbol.iterator]())
    }
    const filled = freshCopy(cache, key)
    if (filled !== undefined) {
      counters.coalesced++
      return given(cache, filled)
    }
  }
}

function* fill(cache: HttpCache, request: PageRequest, key: number, next: NextTier): Flow<PageResponse> {
  const response = yield* passOn(cache, key, next)
  const { clock, rules } = cache
  // What this tier gave by itself, outdated, stays as it is.
  if (response.status !== 200 || response.servedBy === rules.tier || rules.holds === 'evicted')
    return response
  const madeAtMs = response.madeAtMs ?? clock.now
  const page = { ...from(rules.tier, response), madeAtMs }
  hold(cache, key, { page, freshUntil: rules.freshUntil(request, madeAtMs) })
  return response
}

/** What the next tier answers; when it fails, an outdated copy if one may be used. */
function* passOn(cache: HttpCache, key: number, next: NextTier): Flow<PageResponse> {
  const { counters } = cache
  let response: PageResponse
  try {
    response = yield* next()
    if (response.status < 500) {
      counters.servedBytes += response.sizeBytes
      return response
    }
  } catch (error) {
    const stale = staleCopy(cache, key)
    if (stale === undefined) throw error
    return stale
  }
  return staleCopy(cache, key) ?? response
}

function staleCopy(cache: HttpCache, key: number): PageResponse | undefined {
  const { store, clock, rules, counters } = cache
  if (rules.staleIfErrorMs === 0) return undefined
  const slot = store.find(key, clock.now)
  if (slot < 0) return undefined
  counters.staleServed++
  return given(cache, (store.value(slot) as HeldPage).page)
}

/** An answer as this tier gives it: no time was spent behind it. */
const from = (servedBy: PageTier, response: PageResponse): PageResponse => ({
  ...response,
  timeline: emptyTimeline(),
  servedBy,
})
