/**
 * The scenario: one description of workload, topology, policies, costs and objectives, read by both drivers, by the load generator
 * and by the comparison. All quantities are in base units here; files are written with units and parsed by `parseScenario`.
 */
import type { Stage, ThreadStage } from '#core/flow/effect.ts'
import type { Bytes, Ms, PerSecond, Ratio, Watts } from '#core/units.ts'

/** A policy chosen by name, with its parameters as its own schema resolved them. */
export interface PolicyChoice {
  readonly policy: string
  readonly [parameter: string]: unknown
}

/** A non-negative random time. `cv` is the coefficient of variation: 0 constant, 1 exponential, between: gamma by Erlang mixture. */
export interface Distribution {
  readonly shape: 'constant' | 'exponential' | 'lognormal' | 'erlang'
  readonly meanMs: Ms
  /** Used by lognormal and erlang (stages = round(1/cv^2)); ignored by the others. */
  readonly cv: number
}

export interface Workload {
  readonly arrivals: 'closed' | 'open'
  /** Closed: users that think, send, wait. */
  readonly users: number
  readonly thinkTime: Distribution
  /** Open: Poisson arrivals. */
  readonly ratePerSecond: PerSecond
  readonly pages: number
  /** Zipf exponent of page popularity, 0 = uniform. */
  readonly zipfExponent: number
  readonly tenants: number
  readonly queries: number
  readonly writeRatio: Ratio
  /** Share of pages whose writes are write-through before acknowledgement. */
  readonly strongRatio: Ratio
  readonly pageSize: { readonly meanBytes: Bytes; readonly cv: number }
}

export interface GatewayConfig {
  readonly isEnabled: boolean
  /** Freshness per page, drawn once per page uniformly in this range (section 3.2: 300 ms to 1.2 s). */
  readonly ttlMsMin: Ms
  readonly ttlMsMax: Ms
  readonly capacityCount: number
  /** One request per key goes upstream, the others wait for it. */
  readonly coalesces: boolean
  /** Share of pages that may be cached at the gateway (anonymous, not personal). */
  readonly cacheableRatio: Ratio
}

export interface CacheConfig {
  readonly isEnabled: boolean
  readonly l1CapacityCount: number
  readonly l2CapacityCount: number
  readonly eviction: PolicyChoice
  readonly expiry: PolicyChoice
  /** `check`: compare with the shared version stamp before each read (section 3.2); `trust`: rely on invalidations and expiry. */
  readonly validation: 'check' | 'trust'
  readonly singleFlight: boolean
}

export interface RemoteCacheConfig {
  readonly isEnabled: boolean
  readonly capacityBytes: Bytes
  readonly ttlMs: Ms
  readonly operationsPerSecondMax: PerSecond
  readonly channels: number
  readonly roundTrip: Distribution
}

export interface DatabaseConfig {
  readonly connections: number
  readonly query: Distribution
  readonly write: Distribution
  readonly roundTrip: Distribution
}

export interface RenderConfig {
  readonly shardsMin: number
  readonly shardsMax: number
  /** Largest shard, at most 16 KiB. */
  readonly shardBytesMax: Bytes
  /** `fixed`: shardsMin always; `load`: grows from shardsMin to shardsMax with the node's utilisation. */
  readonly partition: 'fixed' | 'load'
  /** Utilisation of the node up to which `load` stays at shardsMin. */
  readonly shardsMinAtUtilisation: Ratio
  /** Utilisation of the node at which `load` reaches shardsMax. */
  readonly shardsMaxAtUtilisation: Ratio
  /** Above this utilisation the server sends data and the client renders; 1 = never. */
  readonly csrAboveUtilisation: Ratio
  /** Shards are compressed on a thread of the node before they are sent. */
  readonly compresses: boolean
  /** Size of a compressed shard in relation to its HTML, in the simulator. */
  readonly compressionRatio: Ratio
}

/** Cost of a stage of work: fixedMs + bytes * msPerKiB / 1024, times a gamma factor with coefficient of variation cv. */
export interface StageCost {
  readonly fixedMs: Ms
  readonly msPerKiB: number
  readonly cv: number
}

export interface PowerConfig {
  readonly model: 'idle-busy' | 'table'
  readonly idleWatts: Watts
  readonly busyWatts: Watts
  /** h of Fan et al. 2007; 1 makes it linear. */
  readonly exponent: number
  /** Name of a table in core/model/power-table.ts. */
  readonly table: string
}

export interface NodesConfig {
  readonly count: number
  readonly threadPool: number
  /** Processors of the machine that all nodes share; 0 = one each. */
  readonly cores: number
}

export interface ClientConfig {
  /** Round trip between client and gateway, paid once per request and once per shard that the client asks for. */
  readonly roundTrip: Distribution
  readonly bandwidthBytesPerSecond: number
  /** Processor time at the client to render one shard when it gets data instead of HTML. */
  readonly csrMsPerShard: Ms
}

export interface WebScenario {
  readonly model: 'web'
  readonly name: string
  readonly description: string
  readonly seed: number
  readonly durationMs: Ms
  readonly warmUpMs: Ms
  readonly replications: number
  readonly workload: Workload
  readonly client: ClientConfig
  readonly gateway: GatewayConfig
  readonly balance: PolicyChoice
  readonly nodes: NodesConfig
  readonly schedule: PolicyChoice
  readonly cache: CacheConfig
  readonly redis: RemoteCacheConfig
  readonly database: DatabaseConfig
  readonly render: RenderConfig
  readonly costs: Readonly<Record<Stage | ThreadStage, StageCost>>
  readonly power: PowerConfig
  readonly objectives: readonly string[]
}

/** A single queueing station with Poisson (or other renewal) arrivals; for checks against theory. */
export interface StationScenario {
  readonly model: 'station'
  readonly name: string
  readonly description: string
  readonly seed: number
  readonly durationMs: Ms
  readonly warmUpMs: Ms
  readonly replications: number
  readonly interarrival: Distribution
  readonly service: Distribution
  readonly servers: number
  readonly objectives: readonly string[]
}

export type Scenario = WebScenario | StationScenario
