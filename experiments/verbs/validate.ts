import { cpus } from 'node:os'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import { type Cluster, type ClusterSnapshot, startCluster } from '#server/launch.ts'
import type { LoadResult } from '#server/load/load-result.ts'
import { runLoad } from '#server/load/run-load.ts'
import { runReplications } from '../replications.ts'
import { writeResult } from '../result-folder.ts'
import { readWebScenario } from '../scenario-file.ts'
import { figure, percent, tableLines } from '../table.ts'
import { calibrated, calibrationOf } from '../validation/calibrate.ts'
import { compareLive, kendallTau, type LiveMetrics, type ValidationCell } from '../validation/compare.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { generatorChoice, thresholdsOf } from './load.ts'
import { gatewayChoice } from './serve.ts'

export const validate: Verb = {
  name: 'validate',
  summary:
    'Serves a scenario, drives it with load, simulates it with the costs just measured, and prints live against simulated.',
  usage:
    'validate SCENARIO [--with k6|builtin|auto] [--repeats N] [--gateway auto|nginx|embedded] [--set path=value]... [--out DIR]',
  options: {
    with: { type: 'string' },
    repeats: { type: 'string' },
    gateway: { type: 'string' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
  run: validateScenario,
}

/** The calibration is a shorter run of the same traffic, with another draw. */
const calibrationMs = 10_000
const calibrationWarmUpMs = 3_000

async function validateScenario({ positionals, values, out, signal }: Call): Promise<number> {
  const [path] = positionals
  if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${validate.usage}`)
  const generator = generatorChoice(values.with)
  const repeats = wholeNumber('--repeats', values.repeats, { min: 1, max: 20 }) ?? 2
  const scenario = readWebScenario(path, (values.set as string[] | undefined) ?? [])
  const runDir = (values.out as string | undefined) ?? join('runs', 'validate')
  out.progress('starting the cluster')
  const cluster = await startCluster(scenario, { runDir, gateway: gatewayChoice(values.gateway) })
  const live: LiveMetrics[] = []
  let measured = scenario
  let failed = 0
  try {
    measured = await calibrate({ cluster, scenario, generator, runDir, signal, progress: out.progress })
    for (let repeat = 0; repeat < repeats && !signal.aborted; repeat++) {
      out.progress(
        `live run ${repeat + 1} of ${repeats}, ${scenario.durationMs / 1000} s, load by ${generator}`,
      )
      const before = await cluster.snapshot()
      const loaded = await runLoad(scenario, cluster.url, {
        with: generator,
        runDir: join(runDir, `live-${repeat}`),
        signal,
        replication: repeat,
        thresholds: thresholdsOf(scenario),
      })
      failed += loaded.failed
      live.push(liveMetrics(scenario, loaded, before, await cluster.snapshot()))
    }
  } finally {
    await cluster.stop()
  }
  if (live.length === 0) return 1
  const [results = []] = await runReplications([measured], {
    replications: scenario.replications,
    signal,
    progress: (done) => out.progress(`simulating: ${percent(done)}`),
  })
  if (results.length === 0) return 1
  const policy = [scenario.balance.policy, scenario.schedule.policy, scenario.cache.eviction.policy].join(' ')
  const load =
    scenario.workload.arrivals === 'closed'
      ? `${scenario.workload.users} users`
      : `${scenario.workload.ratePerSecond} / s`
  const cells = compareLive({ policy, load }, live, results)
  const within = cells.filter(({ withinNoise }) => withinNoise).length
  const document = {
    cells,
    ranking: kendallTau([], []),
    summary: {
      cells: cells.length,
      withinNoise: within,
      meanErrorRatio: meanError(cells),
      failed,
      repeats: live.length,
      generator,
      parts: cluster.parts,
      cores: cpus().length,
    },
  }
  out.json(document)
  for (const text of comparisonLines(cells)) out.line(text)
  for (const [part, what] of Object.entries(cluster.parts)) out.line(`${part}: ${what}`)
  out.line(
    `load by ${generator}, ${live.length} live runs, ${results.length} simulated; ${failed} requests failed`,
  )
  out.line(
    `${within} of ${cells.length} metrics within the noise of the live runs, mean error ${percent(document.summary.meanErrorRatio)}`,
  )
  out.line(
    `written: ${writeResult(runDir, 'validation.json', JSON.stringify({ ...document, scenario: measured, results }))}`,
  )
  return 0
}

interface CalibrationRun {
  readonly cluster: Cluster
  readonly scenario: WebScenario
  readonly generator: 'k6' | 'builtin'
  readonly runDir: string
  readonly signal: AbortSignal
  readonly progress: (text: string) => void
}

async function calibrate({
  cluster,
  scenario,
  generator,
  runDir,
  signal,
  progress,
}: CalibrationRun): Promise<WebScenario> {
  const short = {
    ...scenario,
    durationMs: calibrationMs,
    warmUpMs: calibrationWarmUpMs,
    seed: scenario.seed + 1,
  }
  const run = (name: string) =>
    runLoad(short, cluster.url, { with: generator, runDir: join(runDir, name), signal, replication: 99 })
  progress('warming up')
  await run('warm-up')
  progress('measuring costs')
  const before = await cluster.snapshot()
  const loaded = await run('calibration')
  const seen = calibrationOf(before, await cluster.snapshot(), loaded.requests)
  writeResult(
    runDir,
    'calibration.json',
    JSON.stringify(
      {
        ...seen,
        machine: cpus()[0]?.model,
        cores: cpus().length,
        node: process.versions.node,
        parts: cluster.parts,
      },
      null,
      2,
    ),
  )
  return calibrated(scenario, seen)
}

function liveMetrics(
  { nodes, durationMs }: WebScenario,
  loaded: LoadResult,
  before: ClusterSnapshot,
  after: ClusterSnapshot,
): LiveMetrics {
  const gained = (name: keyof ClusterSnapshot['nodes']) => after.nodes[name] - before.nodes[name]
  return {
    'responseMs.mean': loaded.responseMs.mean,
    'responseMs.p50': loaded.responseMs.p50,
    'responseMs.p95': loaded.responseMs.p95,
    'responseMs.p99': loaded.responseMs.p99,
    throughputPerSecond: loaded.throughputPerSecond,
    'hitRatio.gateway': loaded.gatewayHitRatio,
    'hitRatio.l1': gained('l1Hits') / Math.max(1, gained('l1Lookups')),
    'hitRatio.redis': gained('remoteHits') / Math.max(1, gained('remoteLookups')),
    'utilisation.node':
      (after.cpuMs.nodes - before.cpuMs.nodes) / (durationMs * (nodes.cores > 0 ? nodes.cores : nodes.count)),
  }
}

const meanError = (cells: readonly ValidationCell[]): number =>
  cells.reduce((sum, { errorRatio }) => sum + Math.abs(errorRatio), 0) / cells.length

export function comparisonLines(cells: readonly ValidationCell[]): string[] {
  const rows = cells.map(({ metric, live, liveSpread, simulated, low, high, errorRatio, withinNoise }) => [
    metric,
    figure(live),
    figure(liveSpread),
    figure(simulated),
    `${figure(low)} .. ${figure(high)}`,
    `${errorRatio >= 0 ? '+' : ''}${percent(errorRatio)}`,
    withinNoise ? 'yes' : 'no',
  ])
  return tableLines(['metric', 'live', '+/-', 'simulated', '95 % interval', 'error', 'within noise'], rows)
}
