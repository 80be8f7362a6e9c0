import { type Admit, type AdmitContext, admitPolicies } from '#core/admit/admit.ts'
import { enabledTiers, type LowerTier } from '#core/cache/beside/lower-tiers.ts'
import type { Entry, EntryKey, Invalidation, Version } from '#core/cache/entry.ts'
import { type Expiry, type ExpiryContext, expiryPolicies } from '#core/cache/expiry.ts'
import { createPrefetcher, type Prefetcher } from '#core/cache/node/prefetcher.ts'
import { createTiers, type Tiers } from '#core/cache/node/tiers.ts'
import { type WriteBehind, writeBehind } from '#core/cache/node/write-behind.ts'
import { writeWeights } from '#core/cache/node/write-weights.ts'
import { type SingleFlight, singleFlight } from '#core/cache/single-flight.ts'
import { createPeriod, type Period } from '#core/control/period.ts'
import { createSettings, type Settings } from '#core/control/settings.ts'
import {
  type InvalidationContext,
  type InvalidationProtocol,
  invalidationPolicies,
} from '#core/invalidation/invalidation.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { csrSwitch } from '#core/render/csr-switch.ts'
import { processorsEach } from '#core/scenario/fleet-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import { createFeedback, type Feedback } from '#core/schedule/feedback.ts'
import { createRunQueue, type RunQueue } from '#core/schedule/run-queue.ts'
import type { Bytes, Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'

/** Turns what the database holds into what is sent: real work in the server, absent in the simulator. */
export interface Renderer {
  render(row: Entry): Rendered
  /** The same in steps of about so many bytes. */
  renderSteps?(row: Entry, stepBytes: Bytes): Iterator<unknown, Rendered>
  /** Starts the same on a worker thread; the driver waits for the outcome. */
  renderOnWorker?(row: Entry): unknown
  /** Joins the fragments of one shard to the piece that is sent. */
  assemble(shard: number, fragments: readonly Entry[]): unknown
  /** Starts compressing what `assemble` made; the driver waits for the outcome. */
  compress(body: unknown): unknown
}

export interface Rendered {
  readonly value: unknown
  readonly sizeBytes: Bytes
}

/** Counts since the start, of one node. */
export interface NodeCounters {
  requests: number
  writes: number
  l1Lookups: number
  l1Hits: number
  l2Hits: number
  remoteLookups: number
  remoteHits: number
  /** Of all fragments that went into answers. */
  readBytes: Bytes
  l1HitBytes: Bytes
  l2HitBytes: Bytes
  remoteHitBytes: Bytes
  /** The caches beside the node. */
  memcachedLookups: number
  memcachedHits: number
  memcachedHitBytes: Bytes
  filesLookups: number
  filesHits: number
  filesHitBytes: Bytes
  versionChecks: number
  /** Fragments answered with an outdated copy while somebody else loaded its successor. */
  staleHeld: number
  /** Fragments answered with a copy past its freshness while it was loaded anew (`revalidating`), or because that failed (`error`). */
  staleRevalidating: number
  staleOnError: number
  /** Loads beside requests: of copies that end or have ended, and of pages that are expected. */
  refreshes: number
  prefetches: number
  backgroundFailures: number
  /** Writes acknowledged before the database had them; of these, those whose place a later one took, and those that got lost. */
  writesBehind: number
  writesJoined: number
  writesLost: number
  /** Times that a read waited for the holder of a lease. */
  leaseWaits: number
  loads: number
  coalesced: number
  renders: number
  shards: number
  clientRendered: number
  remoteFailures: number
  published: number
  invalidationsReceived: number
}

/** Sees what a node reads and writes; the simulator measures staleness with it and records histories. */
export interface NodeWatch {
  /** Its own clock, the same for all nodes, whatever theirs show. */
  now(): Ms
  /** A fragment that was asked for at a time of the watch goes into an answer now. */
  read(node: AppNode, entry: Entry, askedAtMs: Ms): void
  /** A write is acknowledged now; written behind, it is in the database and made known now. */
  wrote(node: AppNode, entry: Entry): void
  restarted?(node: AppNode): void
}

/** Everything one application node remembers and decides with. Both drivers create it and run the same flows on it. */
export interface AppNode {
  readonly index: number
  readonly scenario: WebScenario
  readonly clock: Clock
  /** Which requests it lets in; undefined where it takes all. */
  readonly admit: Admit | undefined
  readonly runQueue: RunQueue
  /** What waits for its worker threads, where it has any. */
  readonly workerQueue: RunQueue | undefined
  readonly feedback: Feedback
  readonly tiers: Tiers
  readonly expiry: Expiry
  readonly protocol: InvalidationProtocol
  /** Writes that the database does not have yet; undefined unless the node writes behind. */
  readonly behind: WriteBehind | undefined
  /** Undefined when nothing is loaded ahead. */
  readonly prefetcher: Prefetcher | undefined
  /** Changes when fills under way have become void, as messages may have been lost. */
  life: number
  /** Caches beside it, in the order in which they are asked. */
  readonly lower: readonly LowerTier[]
  /** Since then it has got every message that was not lost; what it does not remember itself may be from before. */
  listensSinceMs: Ms
  readonly flights: SingleFlight<Entry>
  readonly renderer: Renderer | undefined
  readonly counters: NodeCounters
  /** What may change while it runs. */
  readonly settings: Settings
  /** Booked for the control loop, where there is one. */
  readonly period: Period | undefined
  readonly watch: NodeWatch | undefined
  isClientRendering(): boolean
  invalidated(invalidation: Invalidation): void
  /** There is a version, whoever said so: older copies of the node are of no use any more. */
  heard(key: EntryKey, version: Version): void
  /** Messages may have been lost while the subscription was down. */
  reconnected(): void
  /** The process has died and begins again with nothing. */
  restarted(): void
}

export interface NodeOptions {
  readonly index: number
  readonly scenario: WebScenario
  readonly clock: Clock
  readonly renderer?: Renderer
  readonly watch?: NodeWatch
  /** Number of the replication, for random draws. */
  readonly replication?: number
}

export function createNode(options: NodeOptions): AppNode {
  const { index, scenario, clock, renderer, watch } = options
  const { cache, render, schedule } = scenario
  const expiry = createPolicy<ExpiryContext | undefined, Expiry>(expiryPolicies, cache.expiry, {
    random: stream(scenario.seed, `expiry.${index}`, options.replication),
  })
  const prefetcher = cache.isEnabled
    ? createPrefetcher(cache, Math.floor(cache.l1CapacityCount / render.shardsMax))
    : undefined
  const { writeWeights: weights, share, l2CapacityCount } = cache
  const tiers = createTiers({
    ...cache,
    expiry,
    weights: weights.isEnabled ? writeWeights(weights, l2CapacityCount, clock) : undefined,
    sharing: share.isEnabled ? { share, clock, tenants: scenario.workload.tenants } : undefined,
    evicted: prefetcher?.evicted,
  })
  const feedback = createFeedback()
  const settings = createSettings(render.csrAboveUtilisation)
  const runQueue = createRunQueue(schedule, clock, {
    feedback,
    settings,
    servers: processorsEach(scenario.nodes),
  })
  const { workers } = scenario.nodes
  const workerQueue =
    workers > 0 ? createRunQueue(schedule, clock, { feedback, settings, servers: workers }) : undefined
  const protocol = createPolicy<InvalidationContext, InvalidationProtocol>(
    invalidationPolicies,
    scenario.invalidation,
    { tiers },
  )
  const csr = csrSwitch(settings)
  const counters: NodeCounters = {
    requests: 0,
    writes: 0,
    l1Lookups: 0,
    l1Hits: 0,
    l2Hits: 0,
    remoteLookups: 0,
    remoteHits: 0,
    readBytes: 0,
    l1HitBytes: 0,
    l2HitBytes: 0,
    remoteHitBytes: 0,
    memcachedLookups: 0,
    memcachedHits: 0,
    memcachedHitBytes: 0,
    filesLookups: 0,
    filesHits: 0,
    filesHitBytes: 0,
    versionChecks: 0,
    staleHeld: 0,
    staleRevalidating: 0,
    staleOnError: 0,
    refreshes: 0,
    prefetches: 0,
    backgroundFailures: 0,
    writesBehind: 0,
    writesJoined: 0,
    writesLost: 0,
    leaseWaits: 0,
    loads: 0,
    coalesced: 0,
    renders: 0,
    shards: 0,
    clientRendered: 0,
    remoteFailures: 0,
    published: 0,
    invalidationsReceived: 0,
  }
  const node: AppNode = {
    index,
    scenario,
    clock,
    admit:
      scenario.nodes.admit.policy === 'unlimited'
        ? undefined
        : createPolicy<AdmitContext, Admit>(admitPolicies, scenario.nodes.admit, {
            clock,
            random: stream(scenario.seed, `node.admit.${index}`, options.replication),
          }),
    runQueue,
    workerQueue,
    feedback,
    tiers,
    expiry,
    behind: cache.writes === 'behind' && cache.isEnabled ? writeBehind(cache.writeBehind) : undefined,
    prefetcher,
    life: 0,
    lower: enabledTiers(scenario),
    listensSinceMs: clock.now,
    flights: singleFlight<Entry>(),
    protocol,
    renderer,
    counters,
    settings,
    period: scenario.control.isEnabled ? createPeriod(scenario.control.objectiveMs) : undefined,
    watch,
    isClientRendering: () => csr.isClientRendering(runQueue.utilisation()),
    invalidated(invalidation) {
      counters.invalidationsReceived++
      // A late message must not bring back a copy that the node has read past.
      const { tenant, key, version } = invalidation
      const isPast = version > 0 && version < tiers.floor(invalidation)
      const latest = clock.now + scenario.redis.ttlMs
      protocol.receive(isPast ? { tenant, key, version } : endingBy(latest, invalidation), clock.now)
    },
    heard: (key, version) => void tiers.invalidate(key, version),
    reconnected() {
      node.life++
      node.listensSinceMs = clock.now
      protocol.reconnected()
    },
    restarted() {
      node.life++
      node.listensSinceMs = clock.now
      tiers.forget()
      node.behind?.lose()
      counters.writesLost = node.behind?.lost ?? 0
      protocol.reconnected()
      watch?.restarted?.(node)
    },
  }
  return node
}

/** The writer's clock may be ahead of the node's: a copy that comes with a message is kept for its time to live at most. */
const endingBy = (latest: Ms, invalidation: Invalidation): Invalidation =>
  invalidation.entry === undefined || invalidation.entry.expiresAt <= latest
    ? invalidation
    : { ...invalidation, entry: { ...invalidation.entry, expiresAt: latest } }
