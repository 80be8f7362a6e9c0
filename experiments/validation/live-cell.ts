/** A cell driven on a real cluster. */
import type { Bucket } from '#core/collections/histogram.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import type { LoadOptions } from '#server/load/run-load.ts'
import {
  type LiveMetrics,
  type LiveRun,
  liveMetrics,
  liveRun,
  remoteFailures,
  stagesMs,
} from '../live/live-run.ts'
import { warmUp } from '../live/warm-up.ts'
import { mean } from '../statistics/moments.ts'
import type { Cell } from './design.ts'

/** What is kept of the live runs of a cell. */
export interface LiveCell {
  readonly runs: readonly LiveMetrics[]
  /** Of all runs together. */
  readonly responseMs: readonly Bucket[]
  /** Of the first run: one value a second since the start. */
  readonly series: Readonly<Record<'throughput' | 'responseMean', readonly number[]>>
  /** Where the time of an answer goes, mean of the runs. */
  readonly stagesMs: Readonly<Record<string, Ms>>
  readonly parts: Cluster['parts']
  readonly otherPrograms: Ratio
  readonly latenessMs: Ms
  readonly failed: number
  readonly remoteFailures: number
  readonly isSaturated: boolean
  /** The clock of the day was set during a run: times of different processes do not compare. */
  readonly isClockSet: boolean
}

export interface LivePlan {
  readonly gateway: 'auto' | 'nginx' | 'embedded'
  readonly load: LoadOptions
}

/** One run on a cluster of its own, so that no cell finds the caches of another. Undefined when it was stopped before the end. */
export async function liveCell({ scenario, id }: Cell, plan: LivePlan): Promise<LiveCell | undefined> {
  const { signal, runDir } = plan.load
  const cluster = await startCluster(scenario, { runDir, gateway: plan.gateway })
  const folder = id.replaceAll(/[^a-z0-9.]+/gi, '-')
  try {
    await warmUp(cluster, scenario, plan.load)
    if (signal.aborted) return undefined
    const name = `${folder}-${plan.load.replication}`
    const run = await liveRun(cluster, scenario, { ...plan.load, name })
    return signal.aborted ? undefined : summary(scenario, run, cluster.parts)
  } finally {
    await cluster.stop()
  }
}

/** A generator that sends this late measures itself. */
const lateMsMax = 5
const lateRatioMax = 0.25
/** A clock that is kept right by slowing it down moves less than this in a run. */
const clockStepMsMax = 50

function summary(scenario: WebScenario, run: LiveRun, parts: Cluster['parts']): LiveCell {
  const { loaded, otherPrograms } = run
  const { latenessMsMean, responseMs } = loaded
  return {
    runs: [liveMetrics(scenario, run)],
    responseMs: loaded.buckets,
    series: loaded.series,
    stagesMs: stagesMs(run),
    parts,
    otherPrograms,
    latenessMs: latenessMsMean,
    failed: loaded.failed,
    remoteFailures: remoteFailures(run),
    isClockSet: Math.abs(run.clockStepMs) > clockStepMsMax,
    isSaturated: latenessMsMean > Math.max(lateMsMax, lateRatioMax * responseMs.mean),
  }
}

/** Several measurements of a cell as one. Parameters: at least one, in the order of their blocks. */
export function together(cells: readonly LiveCell[]): LiveCell {
  const [first] = cells as [LiveCell]
  return {
    runs: cells.flatMap(({ runs }) => runs),
    responseMs: joined(cells.map(({ responseMs }) => responseMs)),
    series: first.series,
    stagesMs: Object.fromEntries(
      Object.keys(first.stagesMs).map((stage) => [stage, mean(cells.map((one) => one.stagesMs[stage]!))]),
    ),
    parts: first.parts,
    otherPrograms: Math.max(...cells.map(({ otherPrograms }) => otherPrograms)),
    latenessMs: mean(cells.map(({ latenessMs }) => latenessMs)),
    failed: cells.reduce((sum, { failed }) => sum + failed, 0),
    remoteFailures: cells.reduce((sum, one) => sum + one.remoteFailures, 0),
    isSaturated: cells.some(({ isSaturated }) => isSaturated),
    isClockSet: cells.some(({ isClockSet }) => isClockSet),
  }
}

function joined(all: readonly (readonly Bucket[])[]): Bucket[] {
  const counts = new Map<number, Bucket>()
  for (const bucket of all.flat()) {
    const held = counts.get(bucket.low)
    counts.set(bucket.low, { ...bucket, count: bucket.count + (held?.count ?? 0) })
  }
  return [...counts.values()].sort((a, b) => a.low - b.low)
}
