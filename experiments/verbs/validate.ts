import { cpus } from 'node:os'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ratio } from '#core/units.ts'
import type { RunResult } from '#sim/result.ts'
import { simulate } from '#sim/simulate.ts'
import { calibrated } from '../calibration/apply.ts'
import { type Calibration, readCalibration, warningsOf } from '../calibration/calibration-file.ts'
import { calibrationOf } from '../calibration/measure.ts'
import { runReplications } from '../replications.ts'
import { writeReport } from '../report/stored-report.ts'
import { writeResult } from '../result-folder.ts'
import { readLiveScenario } from '../scenario-file.ts'
import { percent } from '../table.ts'
import { type Ablated, ablation } from '../validation/ablation.ts'
import { measuredBlocks } from '../validation/blocks.ts'
import { compareLive, type ValidationCell } from '../validation/compare.ts'
import { type Cell, type DesignName, designOf, designs } from '../validation/design.ts'
import { openJournal } from '../validation/journal.ts'
import type { LiveCell } from '../validation/live-cell.ts'
import { rankingOf } from '../validation/ranking.ts'
import { aimResults, worstCells } from '../validation/verdict.ts'
import { validationLines } from '../validation/verdict-lines.ts'
import type { Call, Output, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { calibrationLines, loadRatios, phaseMs } from './calibrate.ts'
import { generatorChoice, thresholdsOf } from './load.ts'
import { gatewayChoice } from './serve.ts'

export const validate: Verb = {
  name: 'validate',
  summary:
    'Measures costs on a real cluster, drives it with other loads and policies, simulates the same, and prints live against simulated.',
  usage:
    'validate SCENARIO [--design quick|full] [--calibration FILE | --loads 0.15,0.6,1.2,2] [--repeats N] [--resume] [--with k6|builtin|auto] [--gateway auto|nginx|embedded] [--set path=value]... [--out DIR]',
  options: {
    design: { type: 'string' },
    calibration: { type: 'string' },
    loads: { type: 'string' },
    repeats: { type: 'string' },
    resume: { type: 'boolean' },
    with: { type: 'string' },
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

/** Live runs of each cell. */
const defaultRepeats: Readonly<Record<DesignName, number>> = { quick: 2, full: 3 }

interface Plan {
  readonly scenario: WebScenario
  readonly design: DesignName
  readonly repeats: number
  readonly isResumed: boolean
  readonly gateway: ReturnType<typeof gatewayChoice>
  readonly load: {
    with: ReturnType<typeof generatorChoice>
    runDir: string
    signal: AbortSignal
    thresholds: ReturnType<typeof thresholdsOf>
  }
  readonly out: Output
}

async function validateScenario({ positionals, values, out, signal }: Call): Promise<number> {
  const [path] = positionals
  if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${validate.usage}`)
  const scenario = readLiveScenario(path, (values.set as string[] | undefined) ?? [])
  const runDir = (values.out as string | undefined) ?? join('runs', 'validate')
  const design = designChoice(values.design)
  const plan: Plan = {
    scenario,
    design,
    repeats: wholeNumber('--repeats', values.repeats, { min: 1, max: 20 }) ?? defaultRepeats[design],
    isResumed: values.resume === true,
    gateway: gatewayChoice(values.gateway),
    load: { with: generatorChoice(values.with), runDir, signal, thresholds: thresholdsOf(scenario) },
    out,
  }
  const held = heldCalibration(values, out)
  const loads = held?.phases.map(({ loadRatio }) => loadRatio) ?? loadRatios(values.loads)
  const cells = cellsOf(plan, loads)
  const blocks = await measuredBlocks(cells, {
    scenario,
    blocks: plan.repeats,
    looksAt: held === undefined ? { loadRatios: loads, phaseMs } : undefined,
    gateway: plan.gateway,
    load: plan.load,
    journal: openJournal(join(runDir, 'cells.jsonl'), plan.isResumed, contextOf(plan, loads)),
    progress: out.progress,
  })
  const calibration = held ?? (blocks && (await calibrationOf(scenario, blocks.looks, { ...plan, ...out })))
  if (blocks === undefined || calibration === undefined) {
    out.line('stopped; go on with the same command and --resume')
    return 1
  }
  if (held === undefined) {
    writeResult(runDir, 'calibration.json', JSON.stringify(calibration, null, 1))
    for (const text of [...calibrationLines(calibration), '']) out.line(text)
  }
  const { live } = blocks
  const results = await simulated(cells, calibration, plan)
  if (signal.aborted) return 1
  return reported(plan, calibration, { cells, live, results })
}

function designChoice(written: unknown): DesignName {
  const wanted = written ?? 'quick'
  const found = designs.find((name) => name === wanted)
  if (found !== undefined) return found
  throw new TandemError(
    'ConfigInvalid',
    `--design: unknown "${String(wanted)}", allowed ${designs.join(', ')}`,
  )
}

/** The one that was named, if any. */
function heldCalibration(values: Call['values'], out: Output): Calibration | undefined {
  if (values.calibration === undefined) return undefined
  if (values.loads !== undefined)
    throw new TandemError(
      'ConfigInvalid',
      '--loads: belongs to a calibration made now, and --calibration names one',
    )
  const held = readCalibration(String(values.calibration))
  for (const text of warningsOf(held, new Date())) out.line(`warning: ${text}`)
  return held
}

function cellsOf({ scenario, design }: Plan, fitted: readonly Ratio[]): Cell[] {
  // Users that think make about as many requests whatever an answer takes.
  const closed = { ...scenario, workload: { ...scenario.workload, arrivals: 'closed' as const } }
  const closedRatePerSecond = simulate(closed).metrics.throughputPerSecond!.value
  return designOf(scenario, design, { fitted, closedRatePerSecond })
}

/** What measurements depend on beside their scenario. */
const contextOf = ({ load, gateway }: Plan, loads: readonly Ratio[]) => [
  cpus()[0]?.model,
  cpus().length,
  load.with,
  gateway,
  loads,
]

function simulated(cells: readonly Cell[], calibration: Calibration, { scenario, load, out }: Plan) {
  return runReplications(
    cells.map((cell) => calibrated(cell.scenario, calibration)),
    {
      replications: scenario.replications,
      signal: load.signal,
      progress: (done) => out.progress(`simulating: ${percent(done)}`),
    },
  )
}

interface Outcome {
  readonly cells: readonly Cell[]
  readonly live: readonly LiveCell[]
  readonly results: readonly (readonly RunResult[])[]
}

async function reported(plan: Plan, calibration: Calibration, outcome: Outcome): Promise<number> {
  const { load, repeats, out } = plan
  const { live, results } = outcome
  const valid = outcome.cells.flatMap((cell, index) =>
    live[index]!.isSaturated || live[index]!.isClockSet ? [] : [{ cell, index }],
  )
  const cells = valid.flatMap(({ cell, index }) => compareLive(cell, live[index]!.runs, results[index]!))
  const facts = outcome.cells.map(({ id }, index) => ({ id, ...live[index]! }))
  const ablated: readonly Ablated[] = await ablation(valid, live, calibration, plan)
  const document = {
    cells,
    ranking: rankingOf(cells),
    summary: {
      ...summaryOf(cells, live),
      repeats,
      generator: load.with,
      parts: live[0]!.parts,
      cores: cpus().length,
      saturated: facts.flatMap(({ id, isSaturated }) => (isSaturated ? [id] : [])),
      clockSet: facts.flatMap(({ id, isClockSet }) => (isClockSet ? [id] : [])),
    },
    aims: aimResults(cells),
    worst: worstCells(cells, facts, 5),
    ablation: ablated,
  }
  out.json(document)
  const stored = {
    kind: 'validation',
    ...document,
    calibration,
    name: plan.scenario.name,
    description: plan.scenario.description,
    pictures: valid.map(({ cell, index }) => picturesOf(cell, live[index]!, results[index]!)),
  }
  writeResult(load.runDir, 'validation.json', JSON.stringify(stored))
  const drawn = writeReport(load.runDir, 'validation.json')
  for (const text of validationLines(outcome.cells, document)) out.line(text)
  out.line(`written: ${join(load.runDir, 'validation.json')}`)
  out.line(`report: ${drawn}`)
  const { remoteFailures, failed } = document.summary
  return remoteFailures > 0 || failed > 0 || document.aims.some(({ isMet }) => !isMet) ? 1 : 0
}

/** What the pictures of a cell show of both worlds. */
const picturesOf = ({ id }: Cell, live: LiveCell, results: readonly RunResult[]) => ({
  id,
  live: { responseMs: live.responseMs, series: live.series, stagesMs: live.stagesMs },
  simulated: {
    responseMs: results[0]!.responseMs,
    series: Object.fromEntries(results[0]!.series.map(({ name, values }) => [name, values])),
    stagesMs: results[0]!.stagesMs,
  },
})

function summaryOf(cells: readonly ValidationCell[], live: readonly LiveCell[]) {
  const errorsOf = (role: Cell['role']) => cells.filter((cell) => cell.role === role)
  const total = (read: (one: LiveCell) => number) => live.reduce((sum, one) => sum + read(one), 0)
  return {
    cells: cells.length,
    withinNoise: cells.filter(({ withinNoise }) => withinNoise).length,
    meanErrorRatio: meanError(cells),
    meanErrorRatioFit: meanError(errorsOf('fit')),
    meanErrorRatioHoldout: meanError(errorsOf('holdout')),
    failed: total(({ failed }) => failed),
    remoteFailures: total(({ remoteFailures }) => remoteFailures),
    otherProgramsRatio: Math.max(0, ...live.map(({ otherPrograms }) => otherPrograms)),
    latenessMsMean: total(({ latenessMs }) => latenessMs) / Math.max(1, live.length),
  }
}

/** Ratios to nothing are left out. */
function meanError(cells: readonly ValidationCell[]): number {
  const finite = cells.filter(({ errorRatio }) => Number.isFinite(errorRatio))
  return finite.reduce((sum, { errorRatio }) => sum + Math.abs(errorRatio), 0) / Math.max(1, finite.length)
}
