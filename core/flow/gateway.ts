/** The gateway: micro-cache, one request a key upstream, choice of the node. */

import {
  type Balance,
  type BalanceContext,
  type BalanceOutcome,
  type BalanceRequest,
  balancePolicies,
} from '#core/balance/balance.ts'
import { type ConnectionBalance, perConnection } from '#core/balance/per-connection.ts'
import { gatewayExpiresAt, gatewayVariance, isGatewayCacheable } from '#core/cache/page/micro-cache.ts'
import { pageKey } from '#core/cache/page/page-key.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { nodesAtMost } from '#core/scenario/fleet-schema.ts'
import { isPlain } from '#core/scenario/resilience-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Clock } from './clock.ts'
import { type Flow, forward } from './effect.ts'
import { createFunctions, type Functions } from './functions.ts'
import {
  createHttpCache,
  type HttpCache,
  type HttpCacheCounters,
  type HttpCacheRules,
  httpCacheCounters,
  throughCache,
} from './http-cache.ts'
import { createRegions, type Regions } from './regions.ts'
import { type PageRequest, type PageResponse, pageUri } from './request.ts'
import { createUpstream, type Upstream } from './upstream.ts'

export interface GatewayCounters extends HttpCacheCounters {
  requests: number
  forwarded: number
  failed: number
}

export interface Gateway {
  readonly scenario: WebScenario
  readonly clock: Clock
  readonly cache: HttpCache
  readonly balance: Balance | ConnectionBalance
  /** Undefined when all are in one place. */
  readonly regions: Regions | undefined
  /** Undefined when nothing of it is switched on. */
  readonly upstream: Upstream | undefined
  /** The nodes of a serverless fleet, which has no balance. */
  readonly functions: Functions | undefined
  readonly counters: GatewayCounters
}

export function createGateway(world: {
  readonly scenario: WebScenario
  readonly clock: Clock
  readonly replication?: number
  /** `host:port` of each node, for balances that hash them. */
  readonly names?: readonly string[]
}): Gateway {
  const { scenario, clock, names } = world
  const nodes = nodesAtMost(scenario.nodes)
  const draw = (name: string) => stream(scenario.seed, name, world.replication)
  const regions = createRegions(scenario.regions, draw('regions'))
  const chosen = createPolicy<BalanceContext, Balance>(balancePolicies, scenario.balance, {
    nodes,
    random: draw('balance'),
    clock,
    names,
    panicBelow: scenario.gateway.panicBelow,
    regions,
  })
  const balance = scenario.gateway.balances === 'connection' ? perConnection(chosen) : chosen
  const counters: GatewayCounters = { ...httpCacheCounters(), requests: 0, forwarded: 0, failed: 0 }
  return {
    scenario,
    clock,
    cache: createHttpCache({ rules: microCacheRules(scenario), clock, counters }),
    balance,
    regions,
    upstream: isPlain(scenario.resilience)
      ? undefined
      : createUpstream({
          config: scenario.resilience,
          nodes,
          balance,
          clock,
          random: draw('resilience'),
          regions,
        }),
    functions: scenario.nodes.kind === 'serverless' ? createFunctions(scenario.nodes, clock) : undefined,
    counters,
  }
}

export function answer(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  gateway.counters.requests++
  return throughCache(gateway.cache, request, () => ask(gateway, request))
}

function microCacheRules({ gateway, workload }: WebScenario): HttpCacheRules {
  return {
    tier: 'gateway',
    capacityCount: gateway.capacityCount,
    capacityBytes: 0,
    eviction: { policy: 'lru' },
    isCacheable: ({ page }) => isGatewayCacheable(page, gateway),
    keyOf: (request) => pageKey(request, workload, gatewayVariance),
    freshUntil: ({ page }, madeAtMs) => gatewayExpiresAt(page, madeAtMs, gateway),
    staleIfErrorMs: 0,
    coalescing: gateway.coalesces ? 'share' : 'none',
    sharePollMs: gateway.sharePollMs,
    holds: 'asked',
    forgetsWritten: false,
  }
}

function ask(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  if (gateway.functions !== undefined) return askFunction(gateway, gateway.functions, request)
  return gateway.upstream === undefined ? askNode(gateway, request) : askUpstream(gateway, request)
}

function* askFunction(gateway: Gateway, functions: Functions, request: PageRequest): Flow<PageResponse> {
  gateway.counters.forwarded++
  try {
    return yield* functions.call(request)
  } catch (error) {
    gateway.counters.failed++
    throw error
  }
}

function* askUpstream(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  gateway.counters.forwarded++
  try {
    return yield* gateway.upstream!.ask(request, new AskedOf(request, gateway.regions))
  } catch (error) {
    gateway.counters.failed++
    throw error
  }
}

function* askNode(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  const { balance, clock, regions } = gateway
  const node = balance.pick(new AskedOf(request, regions))
  const startedMs = clock.now
  let outcome: BalanceOutcome | undefined
  gateway.counters.forwarded++
  try {
    const response = yield* regions?.reach(node, request) ?? forward(node, request)
    outcome = { ms: clock.now - startedMs, isFailed: false }
    return response
  } catch (error) {
    outcome = { ms: clock.now - startedMs, isFailed: true }
    gateway.counters.failed++
    throw error
  } finally {
    balance.finished(node, outcome)
  }
}

/** What the balance may know of a request; the key is only put together for balances that hash it. */
class AskedOf implements BalanceRequest {
  private readonly request: PageRequest
  private readonly regions: Regions | undefined

  constructor(request: PageRequest, regions: Regions | undefined) {
    this.request = request
    this.regions = regions
  }

  get key(): string {
    return pageUri(this.request)
  }

  get tenant(): number {
    return this.request.tenant
  }

  get client(): number | undefined {
    return this.request.client
  }

  get region(): number | undefined {
    return this.regions?.ofRequest(this.request)
  }
}
