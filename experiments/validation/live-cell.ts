/** A cell driven on a real cluster: warmed up, then repeated. */
import type { Bucket } from '#core/collections/histogram.ts'
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
import { median } from '../statistics/quantile.ts'
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
}

export interface LivePlan {
  readonly repeats: number
  readonly gateway: 'auto' | 'nginx' | 'embedded'
  readonly load: Omit<LoadOptions, 'replication'>
  readonly progress: (text: string) => void
}

/** Lets the processes compile their code and the caches fill: another draw of the same traffic. */
const warmUp = { durationMs: 5_000, replication: 98 } as const

/** A cluster of its own, so that no cell finds the caches of another. Undefined when it was stopped before the last repeat. */
export async function liveCell(cell: Cell, plan: LivePlan): Promise<LiveCell | undefined> {
  const { scenario, id } = cell
  const { signal, runDir } = plan.load
  const cluster = await startCluster(scenario, { runDir, gateway: plan.gateway })
  const folder = id.replaceAll(/[^a-z0-9.]+/gi, '-')
  try {
    const { replication } = warmUp
    const durationMs = Math.min(warmUp.durationMs, scenario.durationMs)
    // Objectives are for the run itself, not for the warming up.
    await liveRun(
      cluster,
      { ...scenario, durationMs, warmUpMs: 0 },
      { ...plan.load, thresholds: {}, name: `${folder}-warm-up`, replication },
    )
    const runs: LiveRun[] = []
    for (let repeat = 0; repeat < plan.repeats && !signal.aborted; repeat++) {
      plan.progress(`${repeat + 1} of ${plan.repeats}`)
      const name = `${folder}-${repeat}`
      runs.push(await liveRun(cluster, scenario, { ...plan.load, name, replication: repeat }))
    }
    return signal.aborted ? undefined : summary(cell, runs, cluster.parts)
  } finally {
    await cluster.stop()
  }
}

/** A generator that sends this late measures itself. */
const lateMsMax = 5
const lateRatioMax = 0.25

function summary({ scenario }: Cell, runs: readonly LiveRun[], parts: Cluster['parts']): LiveCell {
  const metrics = runs.map((run) => liveMetrics(scenario, run))
  const latenessMs = mean(runs.map(({ loaded }) => loaded.latenessMsMean))
  const responseMs = median(runs.map(({ loaded }) => loaded.responseMs.mean))
  const each = runs.map(stagesMs)
  return {
    runs: metrics,
    responseMs: joined(runs.map(({ loaded }) => loaded.buckets)),
    series: runs[0]!.loaded.series,
    stagesMs: Object.fromEntries(
      Object.keys(each[0]!).map((stage) => [stage, mean(each.map((one) => one[stage]!))]),
    ),
    parts,
    otherPrograms: Math.max(...runs.map(({ otherPrograms }) => otherPrograms)),
    latenessMs,
    failed: runs.reduce((sum, { loaded }) => sum + loaded.failed, 0),
    remoteFailures: runs.reduce((sum, run) => sum + remoteFailures(run), 0),
    isSaturated: latenessMs > Math.max(lateMsMax, lateRatioMax * responseMs),
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

function joined(all: readonly (readonly Bucket[])[]): Bucket[] {
  const counts = new Map<number, Bucket>()
  for (const bucket of all.flat()) {
    const held = counts.get(bucket.low)
    counts.set(bucket.low, { ...bucket, count: bucket.count + (held?.count ?? 0) })
  }
  return [...counts.values()].sort((a, b) => a.low - b.low)
}
