import { TandemError } from '#core/errors.ts'
import type { Scenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import { withCalibration } from '../calibration/calibrated-scenario.ts'
import { type Comparison, compareRuns, inPercent, signed } from '../comparison.ts'
import { chosenMetric, metricsOf } from '../metric.ts'
import { judge } from '../objective/judge.ts'
import { readObjective } from '../objective.ts'
import { type PrecisionReached, precisionText, readPrecision, replicateToPrecision } from '../precision.ts'
import { runReplications } from '../replications.ts'
import type { ComparedMetric } from '../report/comparison-report.ts'
import { writeReport } from '../report/stored-report.ts'
import { writeResult } from '../result-folder.ts'
import { readScenario } from '../scenario-file.ts'
import { figure, percent, tableLines } from '../table.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { timeLeft } from './run.ts'

export const compare: Verb = {
  name: 'compare',
  summary:
    'Compares two scenarios under common random numbers: paired differences, objectives, a verdict. Exit 1 when worse or an objective is broken; with --precision, --replications is the cap.',
  usage:
    "compare BASE [CANDIDATE] [--slo 'p95 < 500 ms and errors < 1 %']... [--metric M]... [--set path=value]... [--set-candidate path=value]... [--replications N] [--precision 1%] [--seed N] [--calibration FILE] [--out DIR]",
  options: {
    slo: { type: 'string', multiple: true },
    metric: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    'set-candidate': { type: 'string', multiple: true },
    replications: { type: 'string' },
    precision: { type: 'string' },
    seed: { type: 'string' },
    calibration: { type: 'string' },
    out: { type: 'string' },
  },
  run: compareScenarios,
}

interface Sides {
  readonly base: Scenario
  readonly candidate: Scenario
}

async function compareScenarios(call: Call): Promise<number> {
  const { values, out } = call
  const { base, candidate } = readSides(call)
  const inBase = metricsOf(base)
  const unstable = instabilityOf(candidate)
  if (unstable !== undefined) return unstableCandidate({ base, candidate }, unstable, call)
  const measured = commonMetrics(inBase, { base, candidate })
  const names = listed(values.metric).map((written) => chosenMetric('--metric', written, measured))
  const objectives = [
    ...candidate.objectives.map((text) => readObjective(text, { place: 'objectives', measured })),
    ...listed(values.slo).map((text) => readObjective(text, { place: '--slo', measured })),
  ]
  const replicated = await replicate({ base, candidate }, names[0], call)
  const [baseRuns = [], candidateRuns = []] = replicated.results
  if (pairsOf(baseRuns, candidateRuns) < 2) return 1
  const comparison = compareRuns(baseRuns, candidateRuns, { names: names.length > 0 ? names : undefined })
  const verdicts = objectives.map((objective) => ({
    text: objective.text,
    verdict: judge(objective, candidateRuns),
  }))
  const { reached } = replicated
  const document = {
    base: base.name,
    candidate: candidate.name,
    seed: baseRuns[0]!.seed,
    replications: comparison.replications,
    ...(reached === undefined ? {} : { precision: reached }),
    outcome: comparison.outcome,
    verdict: comparison.verdict,
    objectives: verdicts,
    skipped: comparison.skipped,
    metrics: metricsDocument(comparison),
  }
  out.json(document)
  printComparison(comparison, reached, out.line)
  for (const { text, verdict } of verdicts) out.line(`objective ${verdict}: ${text}`)
  out.line(comparison.verdict)
  if (values.out !== undefined) {
    const stored = { kind: 'comparison', ...document, scenarios: { base, candidate } }
    out.line(`written: ${writeResult(values.out as string, 'compare.json', JSON.stringify(stored))}`)
    out.line(`report: ${writeReport(values.out as string, 'compare.json')}`)
  }
  return comparison.outcome === 'worse' || verdicts.some(({ verdict }) => verdict === 'broken') ? 1 : 0
}

function readSides({ positionals, values, out }: Call): Sides {
  const [basePath, candidatePath, ...rest] = positionals
  const sets = listed(values.set)
  const changes = listed(values['set-candidate'])
  if (basePath === undefined || rest.length > 0)
    throw new TandemError('ConfigInvalid', `usage: tandem ${compare.usage}`)
  if (candidatePath === undefined && changes.length === 0)
    throw new TandemError(
      'ConfigInvalid',
      'compare: nothing to compare with; name a CANDIDATE, or change the base by --set-candidate path=value',
    )
  const read = (path: string, changed: readonly string[]) =>
    withCalibration(readScenario(path, changed), values.calibration, out)
  return { base: read(basePath, sets), candidate: read(candidatePath ?? basePath, [...sets, ...changes]) }
}

/** Why no average of the scenario exists, if that is so. */
function instabilityOf(scenario: Scenario): string | undefined {
  try {
    metricsOf(scenario)
    return undefined
  } catch (error) {
    if (error instanceof TandemError && error.code === 'Unstable') return error.message
    throw error
  }
}

/** A candidate whose queues grow without end is worse than any base that has an average, whatever it would measure. */
function unstableCandidate({ base, candidate }: Sides, reason: string, { out, values }: Call): number {
  const verdict = `candidate is worse: ${reason}`
  const seed = seedOf(base, values)
  out.json({
    base: base.name,
    candidate: candidate.name,
    seed,
    replications: 0,
    outcome: 'worse',
    verdict,
    objectives: [],
    skipped: [],
    metrics: {},
  })
  out.line(verdict)
  return 1
}

/** Metrics that both sides measure, name to unit. Errors: ConfigInvalid when the sides are of different kinds. */
function commonMetrics(
  inBase: ReadonlyMap<string, string>,
  { base, candidate }: Sides,
): ReadonlyMap<string, string> {
  if (base.model === candidate.model)
    return new Map([...metricsOf(candidate)].filter(([name]) => inBase.has(name)))
  throw new TandemError(
    'ConfigInvalid',
    `compare: BASE and CANDIDATE must be of one kind; found model ${base.model} and ${candidate.model}`,
  )
}

const seedOf = (base: Scenario, values: Call['values']): number =>
  wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }) ?? base.seed

interface Replicated {
  readonly results: readonly (readonly RunResult[])[]
  readonly reached?: PrecisionReached
}

/** Both sides with the same seed and the same replications: the random numbers that they share are common. */
async function replicate(
  { base, candidate }: Sides,
  metric: string | undefined,
  call: Call,
): Promise<Replicated> {
  const { values, out, signal } = call
  const written = wholeNumber('--replications', values.replications, { min: 2, max: 10_000 })
  const seed = seedOf(base, values)
  const precision = readPrecision(values.precision)
  const replications = Math.max(2, written ?? base.replications)
  const startedMs = performance.now()
  if (precision === undefined) {
    const progress = (done: number) =>
      out.progress(`comparing: ${percent(done)}, ${timeLeft(startedMs, done)}`)
    return { results: await runReplications([base, candidate], { replications, seed, signal, progress }) }
  }
  return replicateToPrecision([base, candidate], {
    precision,
    metric,
    replications: Math.max(2, base.replications),
    replicationsMax: written,
    seed,
    signal,
    progress: ({ from, to, done }) =>
      out.progress(`comparing: replications ${from} to ${to}, ${percent(done)}`),
  })
}

const pairsOf = (base: readonly RunResult[], candidate: readonly RunResult[]): number =>
  base.filter((run) => candidate.some(({ replication }) => replication === run.replication)).length

function metricsDocument(comparison: Comparison): Record<string, ComparedMetric> {
  return Object.fromEntries(
    comparison.metrics.map(({ metric, base, candidate, difference, relative, pAdjusted, outcome }) => {
      const { correlation, varianceRatio, pValue, mean, low, high } = difference
      return [
        metric.name,
        {
          unit: metric.unit,
          better: metric.better ?? null,
          base: intervalOf(base),
          candidate: intervalOf(candidate),
          difference: { mean, low, high },
          relative: relative ?? null,
          pValue,
          pAdjusted,
          correlation,
          varianceReduction: varianceRatio,
          outcome,
        },
      ]
    }),
  )
}

const intervalOf = ({ mean, low, high }: { mean: number; low: number; high: number }) => ({ mean, low, high })

function printComparison(
  comparison: Comparison,
  reached: PrecisionReached | undefined,
  line: (text: string) => void,
): void {
  const header = [
    'metric',
    'base',
    'candidate',
    'change',
    '95 % interval',
    'unit',
    'p (Holm)',
    'less variance',
    '',
  ]
  const rows = comparison.metrics.map(
    ({ metric, base, candidate, difference, relative, pAdjusted, outcome }) => [
      metric.name,
      figure(base.mean),
      figure(candidate.mean),
      relative === undefined ? '-' : `${signed(relative.mean, inPercent)} %`,
      `${signed(difference.low, figure)} .. ${signed(difference.high, figure)}`,
      metric.unit,
      pAdjusted < 0.0001 ? '< 0.0001' : pAdjusted.toFixed(4),
      Number.isFinite(difference.varianceRatio) ? `x ${difference.varianceRatio.toPrecision(3)}` : 'all',
      outcome,
    ],
  )
  for (const text of tableLines(header, rows)) line(text)
  line(
    `${comparison.replications} replications a side with common random numbers; "less variance": of the difference, by these, against independent runs`,
  )
  for (const name of comparison.skipped) line(`not compared: ${name} has no value in some run`)
  if (reached !== undefined) line(precisionText(reached))
}

const listed = (values: Call['values'][string]): string[] => (values as string[] | undefined) ?? []
