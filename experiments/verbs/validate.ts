import { cpus } from 'node:os'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import { calibrated } from '../calibration/apply.ts'
import { type Calibration, readCalibration, warningsOf } from '../calibration/calibration-file.ts'
import { calibrate } from '../calibration/measure.ts'
import { runReplications } from '../replications.ts'
import { writeReport } from '../report/stored-report.ts'
import { writeResult } from '../result-folder.ts'
import { readLiveScenario } from '../scenario-file.ts'
import { percent } from '../table.ts'
import { type Ablated, ablation } from '../validation/ablation.ts'
import { compareLive, rankingOf, type ValidationCell } from '../validation/compare.ts'
import { type Cell, type DesignName, designOf, designs } from '../validation/design.ts'
import { openJournal } from '../validation/journal.ts'
import { type LiveCell, liveCell } from '../validation/live-cell.ts'
import { aimResults, worstCells } from '../validation/verdict.ts'
import { validationLines } from '../validation/verdict-lines.ts'
import type { Call, Output, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { calibrationLines, defaultLoads, loadRatios, phaseMs } from './calibrate.ts'
import { generatorChoice, thresholdsOf } from './load.ts'
import { gatewayChoice } from './serve.ts'

export const validate: Verb = {
  name: 'validate',
  summary:
    'Measures costs on a real cluster, drives it with other loads and policies, simulates the same, and prints live against simulated.',
  usage:
    'validate SCENARIO [--design quick|full] [--calibration FILE | --loads 0.15,0.6,1,1.5] [--repeats N] [--resume] [--with k6|builtin|auto] [--gateway auto|nginx|embedded] [--set path=value]... [--out DIR]',
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
  const plan: Plan = {
    scenario,
    design: designChoice(values.design),
    repeats: wholeNumber('--repeats', values.repeats, { min: 1, max: 20 }) ?? 2,
    isResumed: values.resume === true,
    gateway: gatewayChoice(values.gateway),
    load: { with: generatorChoice(values.with), runDir, signal, thresholds: thresholdsOf(scenario) },
    out,
  }
  const calibration = await calibrationFor(plan, values)
  if (calibration === undefined) return 1
  const cells = cellsOf(plan, calibration)
  const live = await measured(cells, plan)
  if (live === undefined) {
    out.line(
      `stopped; go on with: tandem validate ${path} --resume --calibration ${join(runDir, 'calibration.json')}`,
    )
    return 1
  }
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

/** The one that was named, or one made now. */
async function calibrationFor(plan: Plan, values: Call['values']): Promise<Calibration | undefined> {
  const { scenario, gateway, load, out } = plan
  if (values.calibration !== undefined && values.loads !== undefined)
    throw new TandemError(
      'ConfigInvalid',
      '--loads: belongs to a calibration made now, and --calibration names one',
    )
  if (values.calibration !== undefined) {
    const held = readCalibration(String(values.calibration))
    for (const text of warningsOf(held, new Date())) out.line(`warning: ${text}`)
    return held
  }
  const made = await calibrate(scenario, {
    loadRatios: values.loads === undefined ? defaultLoads : loadRatios(values.loads),
    phaseMs,
    gateway,
    load,
    progress: out.progress,
  })
  if (made === undefined) return undefined
  writeResult(load.runDir, 'calibration.json', JSON.stringify(made, null, 1))
  for (const text of calibrationLines(made)) out.line(text)
  out.line('')
  return made
}

function cellsOf({ scenario, design }: Plan, { phases }: Calibration): Cell[] {
  const asWritten = phases.find(({ loadRatio }) => loadRatio === 1) ?? phases.at(-1)!
  return designOf(scenario, design, {
    fitted: phases.map(({ loadRatio }) => loadRatio),
    closedRatePerSecond: asWritten.ratePerSecond / asWritten.loadRatio,
  })
}

/** All cells in random order, so that no drift of the machine favours one. Undefined when it was stopped. */
async function measured(cells: readonly Cell[], plan: Plan): Promise<LiveCell[] | undefined> {
  const { load, repeats, gateway, out, scenario, isResumed } = plan
  const context = [cpus()[0]?.model, cpus().length, load.with, repeats, gateway]
  const journal = openJournal(join(load.runDir, 'cells.jsonl'), isResumed, context)
  const live: LiveCell[] = []
  const order = shuffled(cells.length, scenario.seed)
  for (const [place, index] of order.entries()) {
    const cell = cells[index]!
    const held = journal.done(cell)
    if (held !== undefined) {
      live[index] = held
      continue
    }
    const progress = (text: string) =>
      out.progress(`live ${place + 1} of ${cells.length}: ${cell.id}, ${text}`)
    progress('starting the cluster')
    const done = await liveCell(cell, { repeats, gateway, load, progress })
    if (done === undefined) return undefined
    journal.add(cell, done)
    live[index] = done
  }
  return live
}

function shuffled(count: number, seed: number): number[] {
  const random = stream(seed, 'validation.order')
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[order[last], order[other]] = [order[other]!, order[last]!]
  }
  return order
}

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
  const valid = outcome.cells.flatMap((cell, index) => (live[index]!.isSaturated ? [] : [{ cell, index }]))
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
