import { TandemError } from '#core/errors.ts'
import { parseRatio } from '#core/quantity.ts'
import type { Scenario } from '#core/scenario.ts'
import { chosenMetric, metricNamed, metricsOf } from '../metric.ts'
import { runReplications } from '../replications.ts'
import { writeReport } from '../report/stored-report.ts'
import { writeResult } from '../result-folder.ts'
import { type Selection, selecting } from '../statistics/select-best.ts'
import { type Plan, readPlan } from '../sweep/plan.ts'
import { figure, tableLines } from '../table.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'

export const select: Verb = {
  name: 'select',
  summary:
    'Finds the best of several settings with a stated probability of error: poor ones are dropped as soon as the data allow (Kim and Nelson).',
  usage:
    'select SCENARIO --vary path=a,b,c ... --delta D [--metric mean] [--alpha 5%] [--set path=value]... [--replications N first, 10] [--replications-max N, 1000] [--seed N] [--out DIR]',
  options: {
    vary: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    metric: { type: 'string' },
    delta: { type: 'string' },
    alpha: { type: 'string' },
    replications: { type: 'string' },
    'replications-max': { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
  },
  run: selectSetting,
}

/** Replications made at once after the first stage, on all processors. */
const block = 10

interface Question {
  readonly plan: Plan
  readonly scenarios: readonly Scenario[]
  readonly metric: string
  readonly unit: string
  readonly maximise: boolean
  readonly delta: number
  readonly alpha: number
  readonly firstStage: number
  readonly maxReplications: number
}

async function selectSetting({ positionals, values, out, signal }: Call): Promise<number> {
  const question = readQuestion(positionals, values)
  const { plan, scenarios, metric, unit, firstStage, maxReplications } = question
  const outputs = scenarios.map((): number[] => [])
  const selection = selecting({ ...question, systems: scenarios.length, block })
  let step = selection.next()
  while (step.done !== true) {
    const { systems, first, count } = step.value
    out.progress(
      `select: ${systems.length} settings left, replication ${first + count} of at most ${maxReplications}`,
    )
    const results = await runReplications(
      systems.map((system) => scenarios[system]!),
      { replications: count, first, seed: plan.seed, signal },
    )
    if (signal.aborted) return 1
    const drawn = results.map((runs) => runs.map((run) => run.metrics[metric]!.value))
    for (const [index, system] of systems.entries()) outputs[system]!.push(...drawn[index]!)
    step = selection.next(drawn)
  }
  const found = step.value
  const settings = plan.cells.map(({ values: cell }, system) => ({
    setting: plan.design.map(({ path }, index) => `${path}=${cell[index]}`).join(' '),
    mean: meanOf(outputs[system]!.slice(0, found.replicationsPerSystem[system])),
    replications: found.replicationsPerSystem[system]!,
    isBest: system === found.best,
    droppedAfter: found.eliminatedAt[system] ?? null,
  }))
  const document = {
    scenario: plan.base.name,
    metric,
    delta: question.delta,
    alpha: question.alpha,
    firstStage,
    isDecided: found.isDecided,
    settings,
    verdict: verdictOf(question, found, settings[found.best]!.setting),
  }
  out.json(document)
  const rows = settings.map((one) => [
    one.setting,
    figure(one.mean),
    String(one.replications),
    one.isBest ? 'best' : one.droppedAfter === null ? 'left' : `dropped after ${one.droppedAfter}`,
  ])
  for (const line of tableLines(['setting', `${metric}, ${unit}`, 'replications', ''], rows)) out.line(line)
  out.line(document.verdict)
  if (values.out !== undefined) {
    const stored = JSON.stringify({ kind: 'selection', ...document, base: plan.base })
    out.line(`written: ${writeResult(values.out as string, 'select.json', stored)}`)
    out.line(`report: ${writeReport(values.out as string, 'select.json')}`)
  }
  return found.isDecided ? 0 : 1
}

function readQuestion(positionals: readonly string[], values: Call['values']): Question {
  const [path, ...rest] = positionals
  const vary = (values.vary as string[] | undefined) ?? []
  if (path === undefined || rest.length > 0 || vary.length === 0)
    throw new TandemError('ConfigInvalid', `usage: tandem ${select.usage}`)
  const firstStage = wholeNumber('--replications', values.replications, { min: 2, max: 10_000 }) ?? 10
  const most = { min: firstStage, max: 1_000_000 }
  const maxReplications = wholeNumber('--replications-max', values['replications-max'], most) ?? 1_000
  const seed = wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 })
  const set = (values.set as string[] | undefined) ?? []
  const plan = readPlan(path, { vary, set, seed, replications: firstStage })
  const wrong = plan.cells.find(({ scenario }) => scenario === undefined)
  if (wrong !== undefined) throw new TandemError('ConfigInvalid', `--vary: ${wrong.problem}`)
  const scenarios = plan.cells.map(({ scenario }) => scenario!)
  if (scenarios.length < 2)
    throw new TandemError('ConfigInvalid', '--vary: one setting leaves nothing to select')
  const measured = metricsOf(scenarios[0]!)
  const metric = chosenMetric('--metric', (values.metric as string | undefined) ?? 'mean', measured)
  const { better } = metricNamed(metric) ?? {}
  if (better === undefined)
    throw new TandemError('ConfigInvalid', `--metric: neither more nor less ${metric} is better`)
  return {
    plan,
    scenarios,
    metric,
    unit: measured.get(metric)!,
    maximise: better === 'higher',
    delta: deltaOf(values.delta, measured.get(metric)!),
    alpha: alphaOf(values.alpha, scenarios.length),
    firstStage,
    maxReplications,
  }
}

/** The smallest difference that matters, in the unit of the metric: a plain number, or one with that unit. */
function deltaOf(written: unknown, unit: string): number {
  const text = String(written ?? '')
  const [, digits, given = ''] = /^\s*([\d.eE+-]+)\s*(.*?)\s*$/.exec(text) ?? []
  const value = Number(digits)
  if (written === undefined || !(value > 0) || (given !== '' && given !== unit))
    throw new TandemError(
      'ConfigInvalid',
      `--delta: must be the smallest difference that matters, in ${unit}; found "${text}", allowed above 0 ${unit}`,
    )
  return value
}

function alphaOf(written: unknown, systems: number): number {
  const parsed = parseRatio((written as string | undefined) ?? '5 %')
  const most = 1 - 1 / systems
  if ('wrong' in parsed || !(parsed.value > 0 && parsed.value < most))
    throw new TandemError(
      'ConfigInvalid',
      `--alpha: must be the allowed probability of error; found "${written}", allowed above 0 % and below ${(most * 100).toFixed(0)} %`,
    )
  return parsed.value
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function verdictOf(
  { alpha, delta, unit, maxReplications }: Question,
  { isDecided }: Selection,
  best: string,
) {
  return isDecided
    ? `best: ${best}; with a probability of ${((1 - alpha) * 100).toFixed(1)} % at least, if it leads by ${delta} ${unit} or more`
    : `not decided within ${maxReplications} replications; ${best} is ahead`
}
