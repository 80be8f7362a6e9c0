/** What has happened in a world since its start, added up over its parts. */
import type { Gateway } from '#core/flow/gateway.ts'
import type { AppNode, NodeCounters } from '#core/flow/node.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar } from './calendar.ts'
import type { SimulatedDatabase } from './database.ts'
import type { Machine } from './machine.ts'
import type { SimulatedRedis } from './redis.ts'
import type { Staleness } from './staleness.ts'

/** Counters of the nodes that are added up. */
const summed = [
  'remoteLookups',
  'remoteHits',
  'l1Lookups',
  'l1Hits',
  'l2Hits',
  'shards',
  'requests',
] as const satisfies readonly (keyof NodeCounters)[]

type NodeSums = Record<(typeof summed)[number], number>

/** Running totals that the world can tell at any time; differences of two samples are what happened between. */
export interface Totals extends Readonly<NodeSums> {
  readonly atMs: Ms
  readonly nodeBusyMs: Ms
  readonly redisBusyMs: Ms
  readonly databaseBusyMs: Ms
  readonly redisOperations: number
  readonly gatewayLookups: number
  readonly gatewayHits: number
  readonly waitedMs: Ms
  readonly works: number
  readonly fragmentsServed: number
  readonly fragmentsStale: number
}

export function totalsNow(world: {
  readonly calendar: Calendar
  readonly nodes: readonly AppNode[]
  readonly gateway: Gateway
  readonly redis: SimulatedRedis
  readonly database: SimulatedDatabase
  readonly machine: Machine
  readonly staleness: Staleness
}): Totals {
  const { calendar, nodes, gateway, redis, database, machine, staleness } = world
  return {
    ...nodeSums(nodes),
    atMs: calendar.now,
    nodeBusyMs: machine.busyMs,
    redisBusyMs: redis.busyMs,
    databaseBusyMs: database.busyMs,
    redisOperations: redis.operations,
    gatewayLookups: gateway.counters.lookups,
    gatewayHits: gateway.counters.hits + gateway.counters.coalesced,
    waitedMs: machine.waitedMs,
    works: machine.served,
    fragmentsServed: staleness.reads,
    fragmentsStale: staleness.staleReads,
  }
}

function nodeSums(nodes: readonly AppNode[]): NodeSums {
  const sums = Object.fromEntries(summed.map((name) => [name, 0])) as NodeSums
  for (const { counters } of nodes) for (const name of summed) sums[name] += counters[name]
  return sums
}
