import { added } from '#core/collections/added.ts'
import type { TimeSum } from '#core/collections/time-sum.ts'
import type { HttpCacheCounters } from '#core/flow/http-cache.ts'
import type { NodeCounters } from '#core/flow/node.ts'
import type { Timeline } from '#core/flow/request.ts'
import type { Ms } from '#core/units.ts'
import type { DriverSums } from './driver.ts'
import type { LoopFacts } from './loop-facts.ts'

/** What a cluster has counted so far; differences of two snapshots are what happened between. */
export interface ClusterSnapshot {
  readonly nodes: NodeCounters
  /** Of our own gateway; nginx does not tell bytes by hit and miss. */
  readonly gateway?: HttpCacheCounters
  readonly cpuMs: Readonly<Record<'gateway' | 'nodes' | 'store' | 'database', number>>
  readonly stages: DriverSums['stages']
  readonly stamp: TimeSum
  readonly remote: TimeSum
  readonly database: TimeSum
  /** Of the event loops of all nodes together. */
  readonly loop: LoopFacts
  readonly timelines: TimelineSum
}

/** Where the time of answered requests went, as the flows booked it. */
export type TimelineSum = Pick<Timeline, 'queueMs' | 'cacheMs' | 'loadMs' | 'renderMs' | 'sendMs'>

export interface NodeSnapshot {
  readonly counters: NodeCounters
  readonly sums: DriverSums
  readonly loop: LoopFacts
  readonly timelines: TimelineSum
  /** Time that requests spent here, those under way included. */
  readonly stayedMs: Ms
}

/** Adds the timeline of an answer. */
export function addTimeline(sum: TimelineSum, timeline: Timeline): void {
  sum.queueMs += timeline.queueMs
  sum.cacheMs += timeline.cacheMs
  sum.loadMs += timeline.loadMs
  sum.renderMs += timeline.renderMs
  sum.sendMs += timeline.sendMs
}

/** Counters and sums of all nodes together. */
export function summed(
  each: readonly NodeSnapshot[],
): Pick<ClusterSnapshot, 'nodes' | 'stages' | 'stamp' | 'remote' | 'database' | 'loop' | 'timelines'> {
  const sums = added(each.map((one) => one.sums))
  return {
    nodes: added(each.map((one) => one.counters)),
    stages: sums.stages,
    stamp: sums.stamp,
    remote: sums.remote,
    database: sums.database,
    loop: added(each.map((one) => one.loop)),
    timelines: added(each.map((one) => one.timelines)),
  }
}
