/**
 * The scenario: one description of workload, topology, policies, costs and objectives, read by both drivers, by the load generator
 * and by the comparison. All quantities are in base units here; files are written with units and parsed by `parseScenario`.
 */
import type { CostGroup, PartCost, Stage, ThreadStage } from '#core/flow/effect.ts'
import type { DistributionShape } from '#core/model/distribution.ts'
import type { CacheConfig } from '#core/scenario/cache-schema.ts'
import type { ColdCodeConfig } from '#core/scenario/cold-code-schema.ts'
import type { FaultsConfig } from '#core/scenario/fault-schema.ts'
import type { FleetConfig } from '#core/scenario/fleet-schema.ts'
import type { RegionsConfig } from '#core/scenario/region-schema.ts'
import type {
  Arrivals,
  CustomerClass,
  Dispatch,
  Observation,
  Route,
  StationConfig,
  StationPlace,
} from '#core/scenario/traffic.ts'
import type { Bytes, Ms, PerSecond, Ratio, Watts } from '#core/units.ts'
import type { RateCurve } from '#core/workload/rate-curve.ts'
import type { ControlConfig } from './scenario/control-schema.ts'
import type { DeliveryConfig } from './scenario/delivery-schema.ts'
import type { LowerTiersConfig } from './scenario/lower-tiers-schema.ts'
import type { ResilienceConfig } from './scenario/resilience-schema.ts'

/** A policy chosen by name, with its parameters as its own schema resolved them. */
export interface PolicyChoice {
  readonly policy: string
  readonly [parameter: string]: unknown
}

/** A non-negative random time. */
export interface Distribution {
  readonly shape: DistributionShape
  /** The exact mean, also where other parameters determine it. */
  readonly meanMs: Ms
  /** Coefficient of variation of lognormal, erlang (stages = round(1/cv^2)) and hyperexponential; ignored by the others. */
  readonly cv: number
  /** Hyperexponential: share of the first phase, in place of cv. */
  readonly p?: Ratio | undefined
  /** Tail index of pareto and bounded-pareto. */
  readonly alpha?: number | undefined
  /** Shape of weibull: 1 is exponential, less has the heavier tail. */
  readonly k?: number | undefined
  /** Least value of pareto, bounded-pareto and uniform. */
  readonly lowMs?: Ms | undefined
  /** Largest value of bounded-pareto and uniform. */
  readonly highMs?: Ms | undefined
  /** Values of empirical, with their weights (all equal when absent). */
  readonly values?: readonly Ms[] | undefined
  readonly weights?: readonly number[] | undefined
}

export interface Workload {
  readonly arrivals: 'closed' | 'open'
  /** Closed: users that think, send, wait. */
  readonly users: number
  readonly thinkTime: Distribution
  /** Open: Poisson arrivals. */
  readonly ratePerSecond: PerSecond
  /** Open: in place of the rate, one that changes. */
  readonly rateCurve?: RateCurve | undefined
  readonly pages: number
  /** Zipf exponent of page popularity, 0 = uniform. */
  readonly zipfExponent: number
  readonly tenants: number
  readonly queries: number
  /** Share of requests of a user for the page after the last one; an open workload is one user's walk. */
  readonly followRatio?: Ratio
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
  /** How often those that wait look whether the answer is there: nginx every 500 ms; 0: they get it at once. */
  readonly sharePollMs: Ms
  /** Share of pages that may be cached at the gateway (anonymous, not personal). */
  readonly cacheableRatio: Ratio
  /** What the balance decides for: each request (layer 7), or once for each connection of a client (layer 4). */
  readonly balances: 'request' | 'connection'
  /** When fewer than this share of nodes are healthy, the balance ignores health. */
  readonly panicBelow: Ratio
}

export interface RemoteCacheConfig {
  readonly isEnabled: boolean
  readonly capacityBytes: Bytes
  readonly ttlMs: Ms
  readonly operationsPerSecondMax: PerSecond
  readonly channels: number
  /** Operations of a node under way on a channel; the others wait in turn, tenant by tenant. 0: any number. */
  readonly channelWindow: number
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
  /** A schedule with a quantum may interrupt rendering after each step of this size; 0: anywhere. */
  readonly stepBytes: Bytes
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

/** Cost of a stage of work: fixedMs + bytes * msPerKiB / 1024, times a factor of mean 1. */
export interface StageCost {
  readonly fixedMs: Ms
  readonly msPerKiB: number
  /** Coefficient of variation of the factor. */
  readonly cv: number
  /** Measured factors, each as likely as the others; in place of cv where there are any. */
  readonly factors: readonly number[]
}

/** Everything that takes processor time. */
export type CostName = Stage | ThreadStage | PartCost

/** How much more or less processor time each part needs for the same while so many requests a second come. */
export interface CostsAtRate extends Readonly<Record<CostGroup, number>> {
  readonly ratePerSecond: PerSecond
}

export interface PowerConfig {
  readonly model: 'idle-busy' | 'table'
  readonly idleWatts: Watts
  readonly busyWatts: Watts
  /** Of each node beside, whatever its size and load. */
  readonly nodeWatts: Watts
  /** h of Fan et al. 2007; 1 makes it linear. */
  readonly exponent: number
  /** Name of a table in core/model/power-table.ts. */
  readonly table: string
}

export interface NodesConfig extends FleetConfig {
  readonly count: number
  readonly threadPool: number
  /** Which requests each node lets in, beside what the gateway does. */
  readonly admit: PolicyChoice
  /** Worker threads of a node that render; 0: its event loop does. */
  readonly workers: number
  /** The work of a request should be done so long after it reached the node; 0: nobody says. */
  readonly deadlineMs: Ms
  /** Processors of the machine that everything shares: nodes and what has a cost in `partCosts`; 0 = one for each loop and thread. */
  readonly cores: number
  /** How long an event loop runs works before it looks at its sockets again; 0 = answers never wait for the loop. */
  readonly turnMs: Ms
  /** How much the speed of shared processors varies, and for how long they keep it, on average. */
  readonly speedCv: number
  readonly speedLastsMs: Ms
  /** How code of nodes is slower until it is compiled. */
  readonly coldCode: ColdCodeConfig
}

export interface ClientConfig {
  /** Round trip between client and gateway, paid once per request and once per shard that the client asks for. */
  readonly roundTrip: Distribution
  /** The client asks for one shard after the other; otherwise the page comes as one answer. */
  readonly asksForShards: boolean
  readonly bandwidthBytesPerSecond: number
  /** Processor time at the client to render one shard when it gets data instead of HTML. */
  readonly csrMsPerShard: Ms
}

/** A part of a run that is measured apart. */
export interface Phase {
  readonly name: string
  readonly atMs: Ms
  readonly forMs: Ms
}

/** What every scenario has. */
interface ScenarioRun {
  readonly name: string
  readonly description: string
  readonly seed: number
  readonly durationMs: Ms
  readonly warmUpMs: Ms
  readonly replications: number
  /** A response that takes longer is a miss; without it misses are not counted. */
  readonly sloMs?: Ms | undefined
  readonly objectives: readonly string[]
}

export interface WebScenario extends ScenarioRun {
  readonly model: 'web'
  readonly workload: Workload
  readonly client: ClientConfig
  /** Caches of pages before the gateway. */
  readonly delivery: DeliveryConfig
  readonly gateway: GatewayConfig
  readonly balance: PolicyChoice
  /** What the gateway does against overload and failing nodes. */
  readonly resilience: ResilienceConfig
  readonly nodes: NodesConfig
  /** Where nodes and clients are. */
  readonly regions: RegionsConfig
  readonly schedule: PolicyChoice
  /** What changes settings of the nodes while they run. */
  readonly control: ControlConfig
  readonly cache: CacheConfig
  /** Caches outside the process of a node, on its machine. */
  readonly lowerTiers: LowerTiersConfig
  /** How the copies of nodes follow the writes. */
  readonly invalidation: PolicyChoice
  readonly redis: RemoteCacheConfig
  readonly database: DatabaseConfig
  readonly render: RenderConfig
  readonly costs: Readonly<Record<CostName, StageCost>>
  /** Ascending; linear between, constant outside; none: always as in `costs`. */
  readonly costsAtRate: readonly CostsAtRate[]
  readonly power: PowerConfig
  readonly faults: FaultsConfig
  readonly phases: readonly Phase[]
}

/** What every scenario of queueing theory has. */
interface QueueingRun extends ScenarioRun {
  /** Customers that come; absent when the population is closed or the classes have rates of their own. */
  readonly arrivals?: Arrivals | undefined
  /** Customers that never leave but think between visits; 0 is an open system. */
  readonly population: number
  readonly thinkTime: Distribution
  readonly classes: readonly CustomerClass[]
  readonly observe: Observation
}

/** A single queueing station, for checks against theory. */
export interface StationScenario extends QueueingRun, StationPlace {
  readonly model: 'station'
  /** Short for arrivals of the process `renewal`. */
  readonly interarrival?: Distribution | undefined
  /** Chance that a customer whose service has ended queues again. */
  readonly feedback: Ratio
}

/** Several stations between which customers move. */
export interface NetworkScenario extends QueueingRun {
  readonly model: 'network'
  readonly stations: readonly StationConfig[]
  /** Where customers go; without any, they visit the stations in the order of the list and leave. */
  readonly routing: readonly Route[]
  /** Station where customers start when there is routing, '' for the first. */
  readonly entry: string
  /** Each customer splits into one task for each station and leaves when the last is done. */
  readonly isFork: boolean
  /** Each customer goes to one of the stations, chosen on arrival. */
  readonly dispatch?: Dispatch | undefined
}

export type QueueingScenario = StationScenario | NetworkScenario
export type Scenario = WebScenario | QueueingScenario
