/**
 * The way of a page before the gateway: the browser of the user, the edge of the user's region, a regional cache behind several edges.
 *
 *   browser --hop 0--> edge --hop 1--> regional cache --hop 2--> gateway
 *
 * Each may be absent; the hops then join. An answer that a node makes streams through: shard by shard the client asks over all hops. A copy
 * is handed on from where it is held.
 *
 * Source    RFC 9111 (private and shared caches); Wong, Wilkes: My Cache or Yours? USENIX ATC 2002 (exclusive lower level, DEMOTE)
 * Deviates  what an edge gives up costs no time on its way to the regional cache
 */
import { freshUntil } from '#core/cache/page/http-freshness.ts'
import { isPublicPage } from '#core/cache/page/micro-cache.ts'
import { pageKey } from '#core/cache/page/page-key.ts'
import { stream } from '#core/random.ts'
import type { DeliveryTier } from '#core/scenario/delivery-schema.ts'
import type { Distribution, WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'
import { type Flow, sleep } from './effect.ts'
import {
  createHttpCache,
  type HttpCache,
  type HttpCacheCounters,
  type HttpCacheRules,
  httpCacheCounters,
  type NextTier,
  throughCache,
} from './http-cache.ts'
import type { PageRequest, PageResponse } from './request.ts'

export const frontTiers = ['browser', 'edge', 'regional'] as const
export type FrontTier = (typeof frontTiers)[number]

/** How long the way takes; hop 0 begins at the client. */
export interface Way {
  /** One way, of a request. */
  requestMs(hop: number): Ms
  /** Of an answer, undefined when it is an error. */
  answerMs(hop: number, response: PageResponse | undefined): Ms
}

export interface Delivery {
  readonly counters: Readonly<Record<FrontTier, HttpCacheCounters>>
  /** What a user gets; `gateway` answers what no cache before it has. */
  ask(user: number, request: PageRequest, gateway: NextTier): Flow<PageResponse>
}

/** The parts of the way between client and gateway, each with its name and its round trip. */
export function hopsOf({
  delivery,
  client,
}: WebScenario): readonly { name: string; roundTrip: Distribution }[] {
  const { isEnabled, edge, regional, roundTrip } = delivery
  if (!isEnabled || !(edge.isEnabled || regional.isEnabled))
    return [{ name: 'client.roundTrip', roundTrip: client.roundTrip }]
  return [
    ...(edge.isEnabled ? [{ name: 'delivery.edge.roundTrip', roundTrip: edge.roundTrip }] : []),
    ...(regional.isEnabled ? [{ name: 'delivery.regional.roundTrip', roundTrip: regional.roundTrip }] : []),
    { name: 'delivery.roundTrip', roundTrip },
  ]
}

/** Undefined when it is switched off. */
export function createDelivery(world: {
  readonly scenario: WebScenario
  readonly clock: Clock
  readonly way: Way
  readonly replication?: number
}): Delivery | undefined {
  const { scenario, clock, way, replication = 0 } = world
  const { delivery, seed } = scenario
  if (!delivery.isEnabled) return undefined
  const counters = { browser: httpCacheCounters(), edge: httpCacheCounters(), regional: httpCacheCounters() }

  function openCache(tier: FrontTier, index: number, giveUpTo?: HttpCache): HttpCache {
    return createHttpCache({
      rules: rulesOf(scenario, tier),
      clock,
      counters: counters[tier],
      random: stream(seed, `delivery.${tier}.${index}.eviction`, replication),
      ...(giveUpTo !== undefined && { giveUpTo }),
    })
  }

  const { edge, regional, browser } = delivery
  const regionals = Array.from({ length: regional.isEnabled ? regional.count : 0 }, (_, index) =>
    openCache('regional', index),
  )
  const regionalOf = (region: number) => regionals[regionalBehind(region, delivery)]
  const edges = Array.from({ length: edge.isEnabled ? edge.count : 0 }, (_, region) =>
    openCache('edge', region, regional.holds === 'evicted' ? regionalOf(region) : undefined),
  )
  const browsers = new Map<number, HttpCache>()

  function browserOf(user: number): HttpCache {
    const known = browsers.get(user)
    if (known !== undefined) return known
    const own = openCache('browser', user)
    browsers.set(user, own)
    return own
  }

  /** Through the caches from one on, each reached over the hop of its number. */
  function* travel(
    caches: readonly HttpCache[],
    hop: number,
    request: PageRequest,
    gateway: NextTier,
  ): Flow<PageResponse> {
    let response: PageResponse | undefined
    yield* sleep(way.requestMs(hop))
    try {
      const cache = caches[hop]
      const onward = () => travel(caches, hop + 1, request, gateway)
      response = yield* cache === undefined ? gateway() : at(cache, request, onward)
    } catch (error) {
      yield* sleep(way.answerMs(hop, undefined))
      throw error
    }
    yield* sleep(way.answerMs(hop, response))
    return response
  }

  function* at(cache: HttpCache, request: PageRequest, onward: NextTier): Flow<PageResponse> {
    yield* sleep(delivery[cache.rules.tier as FrontTier].lookupMs)
    return yield* throughCache(cache, request, onward)
  }

  return {
    counters,
    ask(user, request, gateway) {
      const region = user % edge.count
      const caches = [edges[region], regionalOf(region)].filter((cache) => cache !== undefined)
      const onward = () => travel(caches, 0, request, gateway)
      return browser.isEnabled ? at(browserOf(user), request, onward) : onward()
    },
  }
}

/** Neighbouring regions share a regional cache. */
const regionalBehind = (region: number, { edge, regional }: WebScenario['delivery']): number =>
  Math.floor(((region % edge.count) * regional.count) / edge.count)

function rulesOf({ delivery, workload }: WebScenario, tier: FrontTier): HttpCacheRules {
  const config: DeliveryTier = delivery[tier]
  const { lockAgeMs, lockTimeoutMs, lockPollMs } = config
  return {
    tier,
    capacityCount: config.pagesMax,
    capacityBytes: config.capacityBytes,
    eviction: config.eviction,
    isCacheable: ({ page }) => isPublicPage(page, config.cacheableRatio),
    keyOf: (request) => pageKey(request, workload, delivery),
    freshUntil: ({ page }, madeAtMs) => freshUntil(page, madeAtMs, config),
    staleIfErrorMs: config.staleIfErrorMs,
    coalescing: config.coalesces === 'lock' ? { lockAgeMs, lockTimeoutMs, lockPollMs } : config.coalesces,
    sharePollMs: 0,
    holds: tier === 'regional' ? delivery.regional.holds : 'asked',
    forgetsWritten: true,
  }
}
