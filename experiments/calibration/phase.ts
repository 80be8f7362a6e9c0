/** What one load of a calibration measured: how much of everything happened, and the processor time of every process. */

import { type TimeSum, timesBetween } from '#core/collections/time-sum.ts'
import { type PartCost, type Stage, stages, type ThreadStage, threadStages } from '#core/flow/effect.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'
import type { Spread } from '#server/load/load-result.ts'
import type { LiveRun } from '../live/live-run.ts'

export type NodeStage = Stage | ThreadStage
export const nodeStages: readonly NodeStage[] = [...stages, ...threadStages]

export interface Phase {
  /** What was changed of the scenario's load: 1 is all of it. */
  readonly loadRatio: Ratio
  /** Requests answered a second. */
  readonly ratePerSecond: PerSecond
  readonly elapsedMs: Ms
  /** Times that each part worked. */
  readonly counts: Readonly<Record<PartCost, number>>
  readonly requestsAtNodes: number
  readonly cpuMs: Readonly<Record<'gateway' | 'nodes' | 'store' | 'database' | 'generator', Ms>>
  /** Of the nodes' processor time, that of their event loops. */
  readonly loopCpuMs: Ms
  readonly stages: Readonly<Record<NodeStage, TimeSum>>
  readonly stamp: TimeSum
  readonly remote: TimeSum
  readonly database: TimeSum
  readonly gatewayAnswerMs: Spread
  readonly nodeAnswerMs: Spread
  readonly latenessMs: Ms
  /** Share of time in which the event loops were active, and in which the collector stopped them. */
  readonly loopActiveRatio: Ratio
  readonly collectionRatio: Ratio
  /** Share of all processors that everything of this cluster used, and that other programs used. */
  readonly machineRatio: Ratio
  readonly otherPrograms: Ratio
}

export function phaseOf(run: LiveRun, loadRatio: Ratio, processors: number): Phase {
  const { before, after, loaded, elapsedMs } = run
  const gained = (name: keyof typeof after.nodes) => after.nodes[name] - before.nodes[name]
  const requestsAtNodes = gained('requests') + gained('writes')
  const ratePerSecond = loaded.throughputPerSecond
  const requests = (ratePerSecond * elapsedMs) / 1000
  const stamp = timesBetween(before.stamp, after.stamp)
  const remote = timesBetween(before.remote, after.remote)
  const database = timesBetween(before.database, after.database)
  const between = (part: keyof typeof after.cpuMs) => after.cpuMs[part] - before.cpuMs[part]
  const cpuMs = {
    gateway: between('gateway'),
    nodes: between('nodes'),
    store: between('store'),
    database: between('database'),
    generator: run.generatorCpuMs,
  }
  const stagesBetween = nodeStages.map((stage) => [
    stage,
    timesBetween(before.stages[stage], after.stages[stage]),
  ])
  const active = after.loop.activeMs - before.loop.activeMs
  const idle = after.loop.idleMs - before.loop.idleMs
  return {
    loadRatio,
    ratePerSecond,
    elapsedMs,
    counts: {
      gateway: requests,
      forward: requestsAtNodes,
      threads: requestsAtNodes,
      replyStamp: stamp.count,
      replyBody: remote.count,
      replyRow: database.count,
      remote: stamp.count + remote.count,
      query: database.count,
      client: requests,
      clientAfter: requests,
    },
    requestsAtNodes,
    cpuMs,
    loopCpuMs: after.loop.cpuMs - before.loop.cpuMs,
    stages: Object.fromEntries(stagesBetween),
    stamp,
    remote,
    database,
    gatewayAnswerMs: loaded.gatewayAnswerMs,
    nodeAnswerMs: loaded.nodeAnswerMs,
    latenessMs: loaded.latenessMsMean,
    loopActiveRatio: active + idle === 0 ? 0 : active / (active + idle),
    collectionRatio:
      active + idle === 0 ? 0 : (after.loop.collectionMs - before.loop.collectionMs) / (active + idle),
    machineRatio: Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0) / (elapsedMs * processors),
    otherPrograms: run.otherPrograms,
  }
}
