/** One live run of a variant: load, and what the cluster counted between warm-up and end. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { enabledTiers, type LowerTier } from '#core/cache/beside/lower-tiers.ts'
import { hitRatioMetrics, innerHitRatios, nodeTierCounts, pageTierCounts } from '#core/cache/hit-ratios.ts'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import type { Cluster, ClusterSnapshot } from '#server/launch.ts'
import type { LoadResult } from '#server/load/load-result.ts'
import { type LoadOptions, runLoad } from '#server/load/run-load.ts'
import { type LiveEnergy, startLiveEnergy } from './live-energy.ts'
import { machineTime, otherPrograms } from './other-programs.ts'

export interface LiveRun {
  readonly before: ClusterSnapshot
  readonly after: ClusterSnapshot
  readonly loaded: LoadResult
  /** Processor time of the load generator between the two snapshots. */
  readonly generatorCpuMs: Ms
  /** Between the two snapshots. */
  readonly elapsedMs: Ms
  /** By how much the clock of the day was set meanwhile. */
  readonly clockStepMs: Ms
  /** Share of the machine that other programs used meanwhile. */
  readonly otherPrograms: Ratio
  /** Between the two snapshots. */
  readonly energy: LiveEnergy
}

export interface LiveOptions extends LoadOptions {
  readonly name: string
}

/** Drives the cluster and takes a snapshot when warm-up is over and one when the time is up. */
export async function liveRun(
  cluster: Cluster,
  scenario: WebScenario,
  options: LiveOptions,
): Promise<LiveRun> {
  const { warmUpMs, durationMs } = scenario
  const load = runLoad(scenario, cluster.url, { ...options, runDir: join(options.runDir, options.name) })
  const early = new AbortController()
  const ended = load.finally(() => early.abort())
  const at = async (ms: Ms) => {
    // When the load ends before its time, the snapshot is taken at once.
    await wait(ms, undefined, { signal: early.signal }).catch(() => {})
    return {
      atMs: performance.now(),
      dayMs: Date.now(),
      machine: machineTime(),
      snapshot: await snapshotOf(cluster),
    }
  }
  const atStart = async () => {
    const first = await at(warmUpMs)
    endEnergy = startLiveEnergy({ cluster, scenario })
    return first
  }
  const atEnd = async () => {
    const last = await at(durationMs - askedBeforeMs)
    return { ...last, energy: endEnergy() }
  }
  let endEnergy = noEnergy
  // A little before the end, while the generator is still there to be asked.
  const [loaded, first, last] = await Promise.all([ended, atStart(), atEnd()]).finally(() => endEnergy())
  const generator = (one: typeof first) =>
    one.machine.ownMs -
    one.machine.selfMs -
    Object.values(one.snapshot.cpuMs).reduce((sum, ms) => sum + ms, 0)
  return {
    loaded,
    before: first.snapshot,
    after: last.snapshot,
    generatorCpuMs: Math.max(0, generator(last) - generator(first)),
    elapsedMs: last.atMs - first.atMs,
    clockStepMs: clockStepMs(first, last),
    otherPrograms: otherPrograms(first.machine, last.machine),
    energy: last.energy,
  }
}

const askedBeforeMs = 300

/** Two readings of the clock of the day against those of one that nobody sets. */
export const clockStepMs = (
  first: { readonly atMs: Ms; readonly dayMs: Ms },
  last: { readonly atMs: Ms; readonly dayMs: Ms },
): Ms => last.dayMs - first.dayMs - (last.atMs - first.atMs)

const noEnergy = (): LiveEnergy => ({ joules: 0, wattsMean: 0, source: 'modelled' })

/** Errors: NodeUnavailable. */
export async function snapshotOf(cluster: Cluster): Promise<ClusterSnapshot> {
  try {
    return await cluster.snapshot()
  } catch (error) {
    throw new TandemError('NodeUnavailable', `a node does not tell its counters: ${(error as Error).message}`)
  }
}

/** What a live run measured, by the simulator's names of metrics. */
export type LiveMetrics = Readonly<Record<string, number>>

export function liveMetrics(
  scenario: WebScenario,
  { loaded, before, after, elapsedMs, energy }: LiveRun,
): LiveMetrics {
  const { nodes } = scenario
  const share = (hits: number, lookups: number) => (lookups === 0 ? 0 : hits / lookups)
  const processors = nodes.cores > 0 ? nodes.cores : nodes.count
  const { responseMs, failed, requests } = loaded
  return {
    'responseMs.mean': responseMs.mean,
    'responseMs.p50': responseMs.p50,
    'responseMs.p95': responseMs.p95,
    'responseMs.p99': responseMs.p99,
    throughputPerSecond: loaded.throughputPerSecond,
    ...hitRatiosBetween(before, after, enabledTiers(scenario)),
    'hitRatio.gateway': loaded.gatewayHitRatio,
    'utilisation.node': (after.cpuMs.nodes - before.cpuMs.nodes) / (elapsedMs * processors),
    'powerWatts.mean': energy.wattsMean,
    joulesPerRequest: share((energy.wattsMean * loaded.durationMs) / 1000, requests),
    errorRatio: share(failed, requests + failed),
  }
}

/** Of the gateway by bytes and end to end only where the gateway is our own: nginx does not tell. */
function hitRatiosBetween(
  before: ClusterSnapshot,
  after: ClusterSnapshot,
  lower: readonly LowerTier[],
): LiveMetrics {
  const [from, to] = [nodeTierCounts(before.nodes, lower), nodeTierCounts(after.nodes, lower)]
  if (before.gateway === undefined || after.gateway === undefined) return innerHitRatios(from, to)
  const whole = hitRatioMetrics(
    { front: {}, gateway: pageTierCounts(before.gateway), inner: from },
    { front: {}, gateway: pageTierCounts(after.gateway), inner: to },
  )
  return Object.fromEntries(Object.entries(whole).map(([name, { value }]) => [name, value]))
}

/** Where the time of an answer went, mean of all, by the simulator's names of stages. */
export function stagesMs({ loaded, before, after, elapsedMs }: LiveRun): Record<string, Ms> {
  const answers = Math.max(1, (loaded.throughputPerSecond * elapsedMs) / 1000)
  const per = (name: keyof ClusterSnapshot['timelines']): Ms =>
    (after.timelines[name] - before.timelines[name]) / answers
  const known = {
    queue: per('queueMs'),
    cache: per('cacheMs'),
    database: per('loadMs'),
    processor: per('renderMs'),
    shards: per('sendMs'),
  }
  const sum = Object.values(known).reduce((total, ms) => total + ms, 0)
  return { ...known, network: Math.max(0, loaded.responseMs.mean - sum) }
}

/** Operations that the shared cache did not answer during a run. */
export const remoteFailures = ({ before, after }: LiveRun): number =>
  after.nodes.remoteFailures - before.nodes.remoteFailures
