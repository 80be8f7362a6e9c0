/** The gateway: micro-cache, one request a key upstream, choice of the node. */

import {
  type Balance,
  type BalanceContext,
  type BalanceOutcome,
  type BalanceRequest,
  balancePolicies,
} from '#core/balance/balance.ts'
import { type ConnectionBalance, perConnection } from '#core/balance/per-connection.ts'
import { gatewayExpiresAt, gatewayKey, isGatewayCacheable } from '#core/cache/micro-cache.ts'
import { type SingleFlight, singleFlight } from '#core/cache/single-flight.ts'
import { createStore, type Store } from '#core/cache/store.ts'
import { TandemError } from '#core/errors.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { isPlain } from '#core/scenario/resilience-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Clock } from './clock.ts'
import { type Flow, forward, wait } from './effect.ts'
import { emptyTimeline, type PageRequest, type PageResponse, pageUri } from './request.ts'
import { createUpstream, type Upstream } from './upstream.ts'

export interface GatewayCounters {
  requests: number
  lookups: number
  hits: number
  coalesced: number
  forwarded: number
  failed: number
}

export interface Gateway {
  readonly scenario: WebScenario
  readonly clock: Clock
  readonly cache: Store
  readonly flights: SingleFlight<PageResponse>
  readonly balance: Balance | ConnectionBalance
  /** Undefined when nothing of it is switched on. */
  readonly upstream: Upstream | undefined
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
  const nodes = scenario.nodes.count
  const draw = (name: string) => stream(scenario.seed, name, world.replication)
  const chosen = createPolicy<BalanceContext, Balance>(balancePolicies, scenario.balance, {
    nodes,
    random: draw('balance'),
    clock,
    names,
    panicBelow: scenario.gateway.panicBelow,
  })
  const balance = scenario.gateway.balances === 'connection' ? perConnection(chosen) : chosen
  return {
    scenario,
    clock,
    cache: createStore({ capacityCount: scenario.gateway.capacityCount, eviction: { policy: 'lru' } }),
    flights: singleFlight<PageResponse>(),
    balance,
    upstream: isPlain(scenario.resilience)
      ? undefined
      : createUpstream({ config: scenario.resilience, nodes, balance, clock, random: draw('resilience') }),
    counters: { requests: 0, lookups: 0, hits: 0, coalesced: 0, forwarded: 0, failed: 0 },
  }
}

export function* answer(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  const { scenario, counters } = gateway
  counters.requests++
  if (request.kind === 'write' || !isGatewayCacheable(request.page, scenario.gateway))
    return yield* ask(gateway, request)
  const key = gatewayKey(request, scenario.workload)
  counters.lookups++
  const held = gateway.cache.find(key, gateway.clock.now)
  if (held >= 0) {
    counters.hits++
    return gateway.cache.entry(held, { tenant: request.tenant, key }).value as PageResponse
  }
  if (!scenario.gateway.coalesces) return yield* askAndHold(gateway, request, key)
  const flight = gateway.flights.join(key)
  if (flight !== undefined) {
    counters.coalesced++
    return fromGateway(yield* wait(flight))
  }
  return yield* fly(gateway, request, key)
}

function* fly(gateway: Gateway, request: PageRequest, key: number): Flow<PageResponse> {
  gateway.flights.depart(key)
  try {
    const response = yield* askAndHold(gateway, request, key)
    gateway.flights.land(key, response)
    return response
  } catch (error) {
    gateway.flights.fail(key, () => error as Error)
    throw error
  } finally {
    gateway.flights.fail(key, cancelled)
  }
}

const cancelled = (): Error => new TandemError('Timeout', 'the request that went upstream was cancelled')

function* askAndHold(gateway: Gateway, request: PageRequest, key: number): Flow<PageResponse> {
  const response = yield* ask(gateway, request)
  if (response.status === 200) {
    const { clock, scenario } = gateway
    const expiresAt = gatewayExpiresAt(request.page, clock.now, scenario.gateway)
    const value = fromGateway(response)
    gateway.cache.put({
      tenant: request.tenant,
      key,
      version: 0,
      sizeBytes: response.sizeBytes,
      expiresAt,
      value,
    })
  }
  return response
}

function ask(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  return gateway.upstream === undefined ? askNode(gateway, request) : askUpstream(gateway, request)
}

function* askUpstream(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  gateway.counters.forwarded++
  try {
    return yield* gateway.upstream!.ask(request, new AskedOf(request))
  } catch (error) {
    gateway.counters.failed++
    throw error
  }
}

function* askNode(gateway: Gateway, request: PageRequest): Flow<PageResponse> {
  const { balance, clock } = gateway
  const node = balance.pick(new AskedOf(request))
  const startedMs = clock.now
  let outcome: BalanceOutcome | undefined
  gateway.counters.forwarded++
  try {
    const response = yield* forward(node, request)
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

  constructor(request: PageRequest) {
    this.request = request
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
}

/** A copy of the node's answer as the gateway gives it: no time was spent behind it. */
const fromGateway = (response: PageResponse): PageResponse => ({
  ...response,
  timeline: emptyTimeline(),
  servedBy: 'gateway',
})
