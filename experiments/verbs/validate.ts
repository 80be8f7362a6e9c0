import { cpus } from 'node:os'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ratio } from '#core/units.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import type { LoadOptions } from '#server/load/run-load.ts'
import { runReplications } from '../replications.ts'
import { writeReport } from '../report/stored-report.ts'
import { writeResult } from '../result-folder.ts'
import { readWebScenario } from '../scenario-file.ts'
import { figure, percent, tableLines } from '../table.ts'
import { type Calibration, calibrated, calibrationOf } from '../validation/calibrate.ts'
import { compareLive, kendallTau, type LiveMetrics, type ValidationCell } from '../validation/compare.ts'
import { type LiveRun, liveMetrics, liveRun, remoteFailures } from '../validation/live-run.ts'
import { type Variant, variantsOf } from '../validation/variant.ts'
import type { Call, Output, Verb } from '../verb.ts'
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
  async run(call) {
    try {
      return await validateScenario(call)
    } catch (error) {
      if (!call.signal.aborted) throw error
      return 1
    }
  },
}

/** Lets the processes compile their code, then measures costs: other draws of the same traffic. */
const phases = {
  warmUp: { durationMs: 5_000, warmUpMs: 0, replication: 98 },
  calibration: { durationMs: 9_000, warmUpMs: 2_000, replication: 99 },
} as const

interface Live {
  readonly scenario: WebScenario
  readonly repeats: number
  readonly gateway: ReturnType<typeof gatewayChoice>
  readonly load: Omit<LoadOptions, 'replication'>
  readonly out: Output
}

async function validateScenario({ positionals, values, out, signal }: Call): Promise<number> {
  const [path] = positionals
  if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${validate.usage}`)
  const scenario = readWebScenario(path, (values.set as string[] | undefined) ?? [])
  const repeats = wholeNumber('--repeats', values.repeats, { min: 1, max: 20 }) ?? 2
  const runDir = (values.out as string | undefined) ?? join('runs', 'validate')
  const load = { with: generatorChoice(values.with), runDir, signal, thresholds: thresholdsOf(scenario) }
  const live = { scenario, repeats, gateway: gatewayChoice(values.gateway), load, out }
  const variants = variantsOf(scenario)
  const { runs, calibration, parts } = await measured(variants, live)
  if (calibration === undefined || signal.aborted) return 1
  const simulations = variants.map((variant) => calibrated(variant.scenario, calibration))
  const results = await runReplications(simulations, {
    replications: scenario.replications,
    signal,
    progress: (done) => out.progress(`simulating: ${percent(done)}`),
  })
  if (signal.aborted) return 1
  const metrics = variants.map(({ scenario: varied }, index) =>
    runs[index]!.map((run): LiveMetrics => liveMetrics(varied, run)),
  )
  const cells = variants.flatMap((variant, index) => compareLive(variant, metrics[index]!, results[index]!))
  const document = {
    cells,
    ranking: rankingOf(cells),
    summary: { ...summaryOf(cells, runs.flat()), repeats, generator: load.with, parts, cores: cpus().length },
  }
  out.json(document)
  const stored = { kind: 'validation', ...document, calibration, scenarios: simulations }
  writeResult(runDir, 'validation.json', JSON.stringify(stored))
  const drawn = writeReport(runDir, 'validation.json')
  for (const text of reportLines(variants, document)) out.line(text)
  out.line(`written: ${join(runDir, 'validation.json')}`)
  out.line(`report: ${drawn}`)
  return document.summary.remoteFailures > 0 || document.summary.failed > 0 ? 1 : 0
}

interface Measured {
  readonly runs: readonly (readonly LiveRun[])[]
  readonly calibration: Calibration | undefined
  readonly parts: Cluster['parts']
}

/** Each variant on a cluster of its own, one after the other, so that none finds the caches of another. */
async function measured(variants: readonly Variant[], live: Live): Promise<Measured> {
  const { signal, runDir } = live.load
  const runs: LiveRun[][] = []
  let calibration: Calibration | undefined
  let parts: Cluster['parts'] | undefined
  for (const [index, { scenario, load, role }] of variants.entries()) {
    live.out.progress(`starting the cluster for ${load}, ${scenario.invalidation.policy}`)
    const cluster = await startCluster(scenario, { runDir, gateway: live.gateway })
    try {
      parts = cluster.parts
      await phase('warmUp', cluster, scenario, live)
      if (role === 'fit') {
        calibration = calibrationOf(await phase('calibration', cluster, scenario, live))
        writeCalibration(runDir, calibration, parts)
      }
      runs[index] = []
      for (let repeat = 0; repeat < live.repeats && !signal.aborted; repeat++) {
        live.out.progress(`live ${index + 1}.${repeat + 1} of ${variants.length}.${live.repeats}: ${load}`)
        const name = `live-${index}-${repeat}`
        runs[index].push(await liveRun(cluster, scenario, { ...live.load, name, replication: repeat }))
      }
    } finally {
      await cluster.stop()
    }
    if (signal.aborted) break
  }
  return { runs, calibration, parts: parts! }
}

function phase(
  name: keyof typeof phases,
  cluster: Cluster,
  scenario: WebScenario,
  live: Live,
): Promise<LiveRun> {
  live.out.progress(name === 'warmUp' ? 'warming up' : 'measuring costs')
  const { replication, ...times } = phases[name]
  // Objectives are for the run itself, not for the warming up.
  return liveRun(cluster, { ...scenario, ...times }, { ...live.load, thresholds: {}, name, replication })
}

function writeCalibration(runDir: string, calibration: Calibration, parts: Cluster['parts']): void {
  const machine = { model: cpus()[0]?.model, cores: cpus().length, node: process.versions.node }
  const text = JSON.stringify({ date: new Date().toISOString(), machine, parts, ...calibration }, null, 2)
  writeResult(runDir, 'calibration.json', text)
}

/** The order of the variants by mean response time, in both worlds. */
function rankingOf(cells: readonly ValidationCell[]): ReturnType<typeof kendallTau> {
  const means = cells.filter(({ metric }) => metric === 'responseMs.mean')
  return kendallTau(
    means.map(({ live }) => live),
    means.map(({ simulated }) => simulated),
  )
}

function summaryOf(cells: readonly ValidationCell[], runs: readonly LiveRun[]) {
  const errorsOf = (role: Variant['role']) => cells.filter((cell) => cell.role === role)
  return {
    cells: cells.length,
    withinNoise: cells.filter(({ withinNoise }) => withinNoise).length,
    meanErrorRatio: meanError(cells),
    meanErrorRatioFit: meanError(errorsOf('fit')),
    meanErrorRatioHoldout: meanError(errorsOf('holdout')),
    failed: runs.reduce((sum, { loaded }) => sum + loaded.failed, 0),
    remoteFailures: runs.reduce((sum, run) => sum + remoteFailures(run), 0),
    otherProgramsRatio: Math.max(0, ...runs.map(({ otherPrograms }) => otherPrograms)),
    latenessMsMean: runs.reduce((sum, { loaded }) => sum + loaded.latenessMsMean, 0) / runs.length,
  }
}

const meanError = (cells: readonly ValidationCell[]): number =>
  cells.reduce((sum, { errorRatio }) => sum + Math.abs(errorRatio), 0) / Math.max(1, cells.length)

interface Document {
  readonly cells: readonly ValidationCell[]
  readonly ranking: ReturnType<typeof kendallTau>
  readonly summary: ReturnType<typeof summaryOf> &
    Pick<Measured, 'parts'> & { generator: string; repeats: number }
}

function reportLines(variants: readonly Variant[], { cells, ranking, summary }: Document): string[] {
  const tables = variants.flatMap(({ policy, load, role }) => [
    `${load}, ${policy}${role === 'fit' ? ' (costs measured here)' : ''}`,
    ...comparisonLines(cells.filter((cell) => cell.policy === policy && cell.load === load)),
    '',
  ])
  const { withinNoise, meanErrorRatioFit, meanErrorRatioHoldout, failed, latenessMsMean } = summary
  const lost = summary.remoteFailures
  return [
    ...tables,
    ...Object.entries(summary.parts).map(([part, what]) => `${part}: ${what}`),
    `load by ${summary.generator}, ${summary.repeats} live runs each, sent ${figure(latenessMsMean)} ms late on average; ${failed} requests failed`,
    ...(lost > 0
      ? [`the shared cache failed ${lost} times: live and simulated were not the same system`]
      : []),
    `${withinNoise} of ${cells.length} metrics within the noise of the live runs; mean error ${percent(meanErrorRatioFit)} where costs were measured, ${percent(meanErrorRatioHoldout)} elsewhere`,
    `order of the ${variants.length} by mean response time: Kendall tau ${figure(ranking.kendallTau)} over ${ranking.pairs} pairs`,
    ...disturbance(summary.otherProgramsRatio),
  ]
}

/** Above this share of the machine, what others do is seen in the response times. */
const quietRatio = 0.1

const disturbance = (ratio: Ratio): string[] =>
  ratio <= quietRatio
    ? []
    : [
        `not a quiet machine: other programs used up to ${percent(ratio)} of it, so live times are longer than the cluster's own`,
      ]

export function comparisonLines(cells: readonly ValidationCell[]): string[] {
  const rows = cells.map(({ metric, live, liveSpread, simulated, low, high, errorRatio, withinNoise }) => [
    metric,
    figure(live),
    figure(liveSpread),
    figure(simulated),
    `${figure(low)} .. ${figure(high)}`,
    Number.isFinite(errorRatio) ? `${errorRatio >= 0 ? '+' : ''}${percent(errorRatio)}` : '-',
    withinNoise ? 'yes' : 'no',
  ])
  return tableLines(['metric', 'live', '+/-', 'simulated', '95 % interval', 'error', 'within noise'], rows)
}
