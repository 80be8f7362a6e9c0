import type { Clock } from '#core/flow/clock.ts'
import type { Random } from '#core/random.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { boundedLoad } from './bounded-load.ts'
import { dns } from './dns.ts'
import { haproxyBoundedLoad } from './haproxy-bounded-load.ts'
import { haproxyLeastConnections } from './haproxy-least-connections.ts'
import { ipHash } from './ip-hash.ts'
import { joinIdleQueue } from './join-idle-queue.ts'
import { joinShortestQueue } from './join-shortest-queue.ts'
import { ketama } from './ketama.ts'
import { leastConnections } from './least-connections.ts'
import { leastOutstanding } from './least-outstanding.ts'
import { locality } from './locality.ts'
import { maglev } from './maglev.ts'
import { nginxHash } from './nginx-hash.ts'
import { pathWeighted } from './path-weighted.ts'
import { peakEwma } from './peak-ewma.ts'
import { prequal } from './prequal.ts'
import { random } from './random.ts'
import { randomTwo } from './random-two.ts'
import { redisHashSlot } from './redis-hash-slot.ts'
import type { NodeRegions } from './region.ts'
import { roundRobin } from './round-robin.ts'
import { smoothWeighted } from './smooth-weighted.ts'
import { twoChoices } from './two-choices.ts'
import { twoChoicesWithReplacement } from './two-choices-with-replacement.ts'
import { weightedLeastRequest } from './weighted-least-request.ts'

/** What a balance may know of a request. A balance that needs more than it is told treats the missing part as its default says. */
export interface BalanceRequest {
  /** What hashing balances hash: the path of the page, without query. */
  readonly key: string
  readonly tenant: number
  /** Number of the client or of its connection, if known. */
  readonly client?: number | undefined
  /** Region the client is in; without it a tenant lives in one region. */
  readonly region?: number | undefined
}

/** How a request ended, as the gateway saw it. */
export interface BalanceOutcome {
  readonly ms: Ms
  /** No answer came: the node could not be reached or took too long. */
  readonly isFailed: boolean
}

/** Decides which node gets a request. */
export interface Balance {
  /**
   * The node, 0 .. nodes - 1. Counts as outstanding until `finished`.
   *
   * Errors  NodeUnavailable when no node may be chosen: none is healthy, or the only one that could answer is not
   */
  pick(request?: BalanceRequest): number
  /** Without an outcome the request was given up; nothing is learnt from it. */
  finished(node: number, outcome?: BalanceOutcome): void
  /** An unhealthy node gets no requests; what it has goes on. All are healthy at first. */
  setHealthy(node: number, isHealthy: boolean): void
}

export interface BalanceContext {
  readonly nodes: number
  readonly random: Random
  readonly clock: Clock
  /** `host:port` of each node, hashed by consistent balances; 127.0.0.1:8001 and up when absent. */
  readonly names?: readonly string[] | undefined
  /** Panic: when fewer than this share of nodes are healthy, health is ignored. 0, the default, is never. */
  readonly panicBelow?: Ratio | undefined
  /** Where the nodes are, if the scenario says so; balances that know places otherwise go by their own parameter. */
  readonly regions?: NodeRegions | undefined
}

/** The family's list; the only registration there is. */
export const balancePolicies = [
  roundRobin,
  leastOutstanding,
  random,
  smoothWeighted,
  leastConnections,
  haproxyLeastConnections,
  weightedLeastRequest,
  twoChoices,
  twoChoicesWithReplacement,
  randomTwo,
  peakEwma,
  nginxHash,
  ipHash,
  ketama,
  boundedLoad,
  haproxyBoundedLoad,
  maglev,
  redisHashSlot,
  joinShortestQueue,
  joinIdleQueue,
  prequal,
  locality,
  pathWeighted,
  dns,
]
