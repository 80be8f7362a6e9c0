import type { WebScenario } from '#core/scenario.ts'
import { choice, flag } from '#core/schema/choice.ts'
import { bytes, bytesPerSecond, count, ms, number, perSecond, ratio } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Schema } from '#core/schema.ts'
import { cache, tenantsHaveRoom } from './cache-schema.ts'
import { coldCode } from './cold-code-schema.ts'
import { control } from './control-schema.ts'
import { costs, costsAtRate } from './cost-schema.ts'
import { delivery } from './delivery-schema.ts'
import { distribution } from './distribution-schema.ts'
import { faults, faultyNodesExist } from './fault-schema.ts'
import { fleet, fleetBreaches, serverlessIsPlain } from './fleet-schema.ts'
import { lowerTiers } from './lower-tiers-schema.ts'
import { phases } from './phase-schema.ts'
import { policyOf } from './policy-schema.ts'
import { power } from './power-schema.ts'
import { rateCurve } from './rate-curve-schema.ts'
import { regions } from './region-schema.ts'
import { resilience } from './resilience-schema.ts'
import { run, warmUpEnds } from './run-schema.ts'

const KIB = 1024

const workload = record(
  {
    arrivals: choice({
      values: ['closed', 'open'],
      default: 'closed',
      meaning: 'closed: users think, send and wait; open: Poisson arrivals',
    }),
    users: count({ min: 1, max: 1_000_000, default: 100, meaning: 'users of a closed workload' }),
    thinkTime: distribution({ meanMs: 1000, meaning: 'think time between a response and the next request' }),
    ratePerSecond: perSecond({
      min: 1e-6,
      max: 1e6,
      default: 100,
      meaning: 'arrival rate of an open workload',
    }),
    rateCurve,
    pages: count({ min: 1, max: 10_000_000, default: 10_000, meaning: 'distinct pages' }),
    zipfExponent: number({
      min: 0,
      max: 5,
      default: 0.8,
      meaning: 'Zipf exponent of page popularity, 0 is uniform',
    }),
    tenants: count({ min: 1, max: 16_384, default: 16, meaning: 'tenants that share the system' }),
    queries: count({ min: 1, max: 10_000, default: 1, meaning: 'query variants of a page' }),
    followRatio: ratio({
      default: 0,
      meaning:
        'share of requests that go on to the next page of the same tenant after the last one of their user; 0: none',
    }),
    writeRatio: ratio({ default: 0.01, meaning: 'share of requests that write' }),
    strongRatio: ratio({ default: 0.1, meaning: 'share of pages written through before the answer' }),
    pageSize: record({
      meanBytes: bytes({ min: 256, max: 1_048_576, default: 96 * KIB, meaning: 'mean size of a page' }),
      cv: number({ min: 0, max: 10, default: 0.3, meaning: 'coefficient of variation of page sizes' }),
    }),
  },
  { presence: 'required' },
)

const client = record({
  roundTrip: distribution({ shape: 'constant', meanMs: 0, meaning: 'round trip between client and gateway' }),
  asksForShards: flag({
    default: true,
    meaning: 'the client asks for one shard after the other; false: the page comes as one answer',
  }),
  bandwidthBytesPerSecond: bytesPerSecond({ min: 1, default: 12_500_000, meaning: 'bandwidth of a client' }),
  csrMsPerShard: ms({ default: 8, meaning: 'client processor time to render a shard from data' }),
})

const gateway = record(
  {
    isEnabled: flag({ default: true, meaning: 'micro-cache at the gateway' }),
    ttlMsMin: ms({ default: 300, meaning: 'shortest freshness of a page at the gateway' }),
    ttlMsMax: ms({ default: 1200, meaning: 'longest freshness of a page at the gateway' }),
    capacityCount: count({
      min: 1,
      max: 10_000_000,
      default: 10_000,
      meaning: 'responses the gateway can hold',
    }),
    coalesces: flag({ default: true, meaning: 'one request a key goes upstream, the others wait for it' }),
    sharePollMs: ms({
      max: 60_000,
      default: 0,
      meaning: 'how often those that wait look for the answer: nginx 500 ms; 0: they get it at once',
    }),
    cacheableRatio: ratio({ default: 0.5, meaning: 'share of pages that the gateway may cache' }),
    balances: choice({
      values: ['request', 'connection'],
      default: 'request',
      meaning: 'what the balance decides for: each request, or each connection of a client',
    }),
    panicBelow: ratio({
      default: 0,
      meaning: 'share of healthy nodes below which the balance ignores health, 0 is never',
    }),
  },
  {
    rule: (g) =>
      g.ttlMsMin > g.ttlMsMax
        ? [
            {
              field: 'ttlMsMin',
              allowed: `at most ttlMax (${g.ttlMsMax} ms)`,
              message: 'is longer than ttlMax',
            },
          ]
        : [],
  },
)

const nodes = record(
  {
    count: count({ min: 1, max: 100_000, default: 4, meaning: 'application nodes' }),
    threadPool: count({ min: 1, max: 1024, default: 4, meaning: 'threads beside the event loop of a node' }),
    admit: policyOf('admit', 'unlimited', 'which requests each node lets in'),
    workers: count({
      max: 256,
      default: 0,
      meaning:
        'worker threads of a node that render, in the order of its schedule; 0: its event loop renders',
    }),
    deadlineMs: ms({
      max: 600_000,
      default: 0,
      meaning: 'time after a request reached its node by which its work should be done, for edf; 0: none',
    }),
    cores: count({
      min: 0,
      max: 1024,
      default: 0,
      meaning: 'processors that nodes and all else with a cost share, 0 for one each',
    }),
    turnMs: ms({
      max: 1000,
      default: 0,
      meaning:
        'how long an event loop works before it looks at its sockets again, 0: answers never wait for the loop',
    }),
    speedCv: number({
      max: 10,
      default: 0,
      meaning: 'variation of the speed of shared processors (`cores`), of mean 1',
    }),
    speedLastsMs: ms({
      min: 0.1,
      max: 60_000,
      default: 12,
      meaning: 'mean time for which shared processors keep a speed',
    }),
    coldCode,
    ...fleet,
  },
  { rule: fleetBreaches },
)

const redis = record({
  isEnabled: flag({ default: true, meaning: 'cache that all nodes share' }),
  capacityBytes: bytes({ min: 1, default: 8e9, meaning: 'memory of the shared cache' }),
  ttlMs: ms({ min: 1, default: 60_000, meaning: 'freshness in the shared cache' }),
  operationsPerSecondMax: perSecond({
    min: 1,
    default: 120_000,
    meaning: 'operations the shared cache can do',
  }),
  channels: count({ min: 1, max: 64, default: 2, meaning: 'connections of a node to the shared cache' }),
  channelWindow: count({
    max: 1_000_000,
    default: 0,
    meaning:
      'operations of a node under way on a channel; others wait in turn, tenant by tenant; 0 is any number',
  }),
  roundTrip: distribution({ shape: 'constant', meanMs: 0.3, meaning: 'round trip to the shared cache' }),
})

const database = record({
  connections: count({ min: 1, max: 10_000, default: 20, meaning: 'connections in the pool' }),
  query: distribution({ shape: 'lognormal', meanMs: 4, cv: 1, meaning: 'time of a query' }),
  write: distribution({ shape: 'lognormal', meanMs: 6, cv: 1, meaning: 'time of a write' }),
  roundTrip: distribution({ shape: 'constant', meanMs: 0.5, meaning: 'round trip to the database' }),
})

const render = record(
  {
    shardsMin: count({ min: 1, max: 64, default: 7, meaning: 'fewest shards of a page' }),
    shardsMax: count({ min: 1, max: 64, default: 12, meaning: 'most shards of a page' }),
    shardBytesMax: bytes({ min: 256, max: 16 * KIB, default: 16 * KIB, meaning: 'largest shard' }),
    stepBytes: bytes({
      max: 16 * KIB,
      default: 0,
      meaning: 'HTML after which rendering can be interrupted, where the schedule has a quantum; 0: anywhere',
    }),
    partition: choice({
      values: ['fixed', 'load'],
      default: 'load',
      meaning: 'fixed: shardsMin always; load: grows to shardsMax with utilisation',
    }),
    shardsMinAtUtilisation: ratio({
      default: 0,
      meaning: 'utilisation of the node up to which the partition `load` keeps the smallest number of shards',
    }),
    shardsMaxAtUtilisation: ratio({
      min: 0.01,
      default: 0.5,
      meaning: 'utilisation of the node at which the partition `load` reaches the largest number of shards',
    }),
    csrAboveUtilisation: ratio({
      default: 1,
      meaning: 'utilisation above which the client renders, 1 is never',
    }),
    compresses: flag({ default: false, meaning: 'shards are compressed, on a thread of the node' }),
    compressionRatio: ratio({
      min: 0.01,
      default: 0.15,
      meaning: 'size of a compressed shard in relation to its HTML; the simulator sends so much',
    }),
  },
  {
    rule: (r) => [
      ...(r.shardsMin > r.shardsMax
        ? [
            {
              field: 'shardsMin' as const,
              allowed: `1 to shardsMax (${r.shardsMax})`,
              message: 'is more than shardsMax',
            },
          ]
        : []),
      ...(r.shardsMinAtUtilisation >= r.shardsMaxAtUtilisation
        ? [
            {
              field: 'shardsMinAtUtilisation' as const,
              allowed: `less than shardsMaxAtUtilisation (${r.shardsMaxAtUtilisation})`,
              message: 'leaves no room for growth',
            },
          ]
        : []),
    ],
  },
)

/** A web backend: clients, gateway, nodes, shared cache and database. */
export const webScenario: Schema<WebScenario> = record(
  {
    model: choice({ values: ['web'], meaning: 'kind of system' }),
    ...run,
    workload,
    client,
    delivery,
    gateway,
    balance: policyOf('balance', 'round-robin', 'which node gets a request'),
    resilience,
    nodes,
    regions,
    schedule: policyOf('schedule', 'fcfs', 'which task runs next on a node'),
    control,
    cache,
    lowerTiers,
    invalidation: policyOf('invalidation', 'pub-sub', 'how the copies of nodes follow the writes'),
    redis,
    database,
    render,
    costs,
    costsAtRate,
    power,
    faults,
    phases,
  },
  {
    rule: (scenario) => [
      ...warmUpEnds(scenario),
      ...faultyNodesExist(scenario),
      ...serverlessIsPlain(scenario),
      ...tenantsHaveRoom(scenario),
    ],
  },
)
