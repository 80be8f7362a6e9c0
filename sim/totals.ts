/** What has happened in a world since its start, added up over its parts. */
import { nodeTierCounts, pageTierCounts, type SystemTiers, type TierTable } from '#core/cache/hit-ratios.ts'
import { type Delivery, frontTiers } from '#core/flow/delivery.ts'
import type { Gateway } from '#core/flow/gateway.ts'
import type { AppNode, NodeCounters } from '#core/flow/node.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from './calendar.ts'
import type { SimulatedDatabase } from './database.ts'
import type { Machine } from './machine.ts'
import type { Parts } from './parts.ts'
import type { SimulatedRedis } from './redis.ts'
import type { Staleness } from './staleness.ts'

/** Running totals that the world can tell at any time; differences of two samples are what happened between. */
export interface Totals {
  readonly shards: number
  readonly requests: number
  readonly remoteLookups: number
  readonly remoteHits: number
  readonly atMs: Ms
  /** Time that nodes were there, of all nodes. */
  readonly nodeMs: Ms
  /** Nodes that were started, for load or for a call. */
  readonly nodeStarts: number
  /** Nodes that were started again after they had failed. */
  readonly nodeRestarts: number
  readonly nodeBusyMs: Ms
  readonly redisBusyMs: Ms
  readonly databaseBusyMs: Ms
  readonly redisOperations: number
  readonly tiers: SystemTiers
  readonly waitedMs: Ms
  readonly works: number
  readonly fragmentsServed: number
  readonly fragmentsStale: number
}

/** What a fleet, of servers or of functions, tells of its nodes. */
export interface FleetTold {
  nodeMs(): Ms
  starts(): number
  restarts(): number
}

export function totalsNow(world: {
  readonly calendar: Calendar
  readonly nodes: readonly AppNode[]
  readonly gateway: Gateway
  readonly delivery?: Delivery | undefined
  readonly redis: SimulatedRedis
  readonly database: SimulatedDatabase
  readonly machine: Machine
  readonly parts: Parts
  readonly staleness: Staleness
  /** Where nodes come and go. */
  readonly fleet?: FleetTold | undefined
}): Totals {
  const { calendar, nodes, gateway, redis, database, machine, parts, staleness } = world
  const sums = nodeSums(nodes)
  return {
    shards: sums.shards,
    requests: sums.requests,
    remoteHits: sums.remoteHits,
    remoteLookups: sums.remoteLookups,
    atMs: calendar.now,
    nodeMs: world.fleet?.nodeMs() ?? calendar.now * nodes.length,
    nodeStarts: world.fleet?.starts() ?? 0,
    nodeRestarts: world.fleet?.restarts() ?? 0,
    nodeBusyMs: machine.busyMs + parts.threadsMs,
    redisBusyMs: redis.busyMs,
    databaseBusyMs: database.busyMs,
    redisOperations: redis.operations,
    tiers: {
      front: frontTiersOf(world.delivery),
      gateway: pageTierCounts(gateway.counters),
      inner: nodeTierCounts(sums, nodes[0]!.lower),
    },
    waitedMs: machine.waitedMs,
    works: machine.served,
    fragmentsServed: staleness.reads,
    fragmentsStale: staleness.staleReads,
  }
}

/** Counters of all nodes together. */
function nodeSums(nodes: readonly AppNode[]): NodeCounters {
  const sums = { ...nodes[0]!.counters }
  for (const { counters } of nodes.slice(1))
    for (const [name, value] of Object.entries(counters)) sums[name as keyof NodeCounters] += value
  return sums
}

const frontTiersOf = (delivery: Delivery | undefined): TierTable =>
  delivery === undefined
    ? {}
    : Object.fromEntries(frontTiers.map((tier) => [tier, pageTierCounts(delivery.counters[tier])]))
