import { TandemError } from '#core/errors.ts'
import { asNetwork } from '#core/scenario/as-network.ts'
import type { Scenario } from '#core/scenario.ts'
import { refuseUnstable } from '#core/workload/offered-load.ts'
import type { RunResult } from '#sim/result.ts'
import { withCalibration } from '../calibration/calibrated-scenario.ts'
import { writeControlState } from '../control-state-file.ts'
import { chosenMetric, metricsOf } from '../metric.ts'
import { judge } from '../objective/judge.ts'
import { readObjective } from '../objective.ts'
import { type PrecisionReached, precisionText, readPrecision, replicateToPrecision } from '../precision.ts'
import { runReplications } from '../replications.ts'
import { writeResult } from '../result-folder.ts'
import { readScenario } from '../scenario-file.ts'
import { type Estimator, type RunSummary, summarise } from '../summary.ts'
import { figure, percent, tableLines } from '../table.ts'
import { expectedOf } from '../theory/expected.ts'
import { train } from '../training.ts'
import type { Call, Verb } from '../verb.ts'
import { warmUpCheck, warmUpText } from '../warm-up.ts'
import { wholeNumber } from '../whole-number.ts'

export const run: Verb = {
  name: 'run',
  summary:
    'Simulates a scenario and prints every metric with its 95 % interval. With --precision, --replications is the cap. With --train the replications follow one another, each going on from what the controllers have learned, which is written to FILE.',
  usage:
    'run SCENARIO [--seed N] [--replications N] [--precision 1% [--metric M]] [--antithetic] [--control METRIC]... [--train FILE] [--calibration FILE] [--set path=value]... [--out DIR]',
  options: {
    seed: { type: 'string' },
    replications: { type: 'string' },
    precision: { type: 'string' },
    metric: { type: 'string' },
    antithetic: { type: 'boolean' },
    control: { type: 'string', multiple: true },
    train: { type: 'string' },
    calibration: { type: 'string' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
  run: runScenario,
}

async function runScenario(call: Call): Promise<number> {
  const { positionals, values, out } = call
  const [path, ...rest] = positionals
  if (path === undefined || rest.length > 0)
    throw new TandemError('ConfigInvalid', `usage: tandem ${run.usage}`)
  const written = readScenario(path, (values.set as string[] | undefined) ?? [])
  const scenario = withCalibration(written, values.calibration, out)
  if (scenario.model !== 'web') refuseUnstable(asNetwork(scenario))
  const measured = metricsOf(scenario)
  const objectives = scenario.objectives.map((text) => readObjective(text, { place: 'objectives', measured }))
  const estimator = readEstimator(values, scenario, measured)
  const startedMs = performance.now()
  const { results, reached } = await replicate(path, scenario, estimator, call)
  if (results.length === 0) return 1
  const summary = summarise(results, estimator)
  const notes = results[0]!.notes ?? []
  const warmUp = warmUpCheck(results)
  out.json({
    ...summary,
    ...(reached === undefined ? {} : { precision: reached }),
    ...(warmUp === undefined ? {} : { warmUp }),
    ...(notes.length > 0 ? { notes } : {}),
    wallMs: Math.round(performance.now() - startedMs),
  })
  printSummary(summary, scenario, out.line)
  if (warmUp !== undefined) out.line(warmUpText(warmUp))
  if (reached !== undefined) out.line(precisionText(reached))
  for (const note of notes) out.line(`note: ${note}`)
  const verdicts = objectives.map((objective) => ({
    text: objective.text,
    verdict: judge(objective, results),
  }))
  for (const { text, verdict } of verdicts) out.line(`objective ${verdict}: ${text}`)
  if (values.out !== undefined) {
    const document = JSON.stringify({ kind: 'run', summary, warmUp, scenario, results })
    out.line(`written: ${writeResult(values.out as string, 'run.json', document)}`)
  }
  return reached?.isMet === false || verdicts.some(({ verdict }) => verdict === 'broken') ? 1 : 0
}

function readEstimator(
  values: Call['values'],
  scenario: Scenario,
  measured: ReadonlyMap<string, string>,
): Estimator {
  const controls = (values.control as string[] | undefined) ?? []
  const given = ['antithetic', 'control', 'precision', 'train'].filter((name) => values[name] !== undefined)
  if (given.length > 1)
    throw new TandemError('ConfigInvalid', `run: --${given.join(' and --')} do not go together; choose one`)
  if (values.antithetic === true) return { kind: 'antithetic' }
  if (controls.length === 0) return { kind: 'replications' }
  const theory = expectedOf(scenario)
  return {
    kind: 'controlled',
    controls: controls.map((written) => {
      const metric = chosenMetric('--control', written, measured)
      const mean = theory[metric]
      if (mean !== undefined) return { metric, mean }
      const known = Object.keys(theory)
      throw new TandemError(
        'ConfigInvalid',
        `--control: the true mean of ${metric} is not known; ${known.length === 0 ? 'none is known of this scenario' : `allowed ${known.join(', ')}`}`,
      )
    }),
  }
}

async function replicate(
  path: string,
  scenario: Scenario,
  estimator: Estimator,
  { values, out, signal }: Call,
): Promise<{ results: RunResult[]; reached?: PrecisionReached }> {
  const given = wholeNumber('--replications', values.replications, { min: 1, max: 10_000 })
  const seed = wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 })
  const precision = readPrecision(values.precision)
  const startedMs = performance.now()
  if (precision !== undefined) {
    const { results, reached } = await replicateToPrecision([scenario], {
      precision,
      metric: values.metric as string | undefined,
      replications: scenario.replications,
      replicationsMax: given,
      seed,
      signal,
      progress: ({ to, done }) => out.progress(`${path}: ${percent(done)} of ${to} replications`),
    })
    return { results: results[0]!, reached }
  }
  const replications = given ?? scenario.replications
  if (typeof values.train === 'string') {
    const { results, states } = train(scenario, {
      episodes: replications,
      seed,
      signal,
      progress: (done) => out.progress(`${path}: training, ${percent(done)}, ${timeLeft(startedMs, done)}`),
    })
    writeControlState(values.train, states)
    return { results }
  }
  const least = leastOf(estimator)
  if (replications < least || (estimator.kind === 'antithetic' && replications % 2 !== 0))
    throw new TandemError(
      'ConfigInvalid',
      `--replications: ${replications} are too few or odd here; allowed ${least} and more${estimator.kind === 'antithetic' ? ', in pairs' : ''}`,
    )
  const [results = []] = await runReplications([scenario], {
    replications,
    isAntithetic: estimator.kind === 'antithetic',
    seed,
    signal,
    progress: (done) => out.progress(`${path}: ${(done * 100).toFixed(0)} %, ${timeLeft(startedMs, done)}`),
  })
  return { results }
}

function leastOf(estimator: Estimator): number {
  if (estimator.kind === 'antithetic') return 4
  return estimator.kind === 'controlled' ? estimator.controls.length + 2 : 1
}

function printSummary(summary: RunSummary, scenario: Scenario, line: (text: string) => void): void {
  const theory = expectedOf(scenario)
  const isReduced = Object.values(summary.metrics).some(({ varianceRatio }) => varianceRatio !== undefined)
  const rows = Object.entries(summary.metrics).map(([name, { mean, low, high, unit, varianceRatio }]) => {
    const expected = theory[name]
    return [
      name,
      figure(mean),
      low === high ? '' : `${figure(low)} .. ${figure(high)}`,
      expected === undefined ? '' : figure(expected),
      ...(isReduced ? [varianceRatio === undefined ? '' : figure(varianceRatio)] : []),
      unit,
    ]
  })
  const heads = [
    'metric',
    'mean',
    '95 % interval',
    'theory',
    ...(isReduced ? ['variance less by'] : []),
    'unit',
  ]
  for (const text of tableLines(heads, rows)) line(text)
  const { batches } = summary
  if (batches !== undefined)
    line(
      `one run: intervals from ${batches.batches} batches of ${batches.batchSeconds} s${batches.isIndependent ? '' : ', which are still correlated, so they are too narrow: run longer, or replicate'}`,
    )
  line(
    `${summary.replications} replications of ${summary.virtualMs / 1000} s, fingerprint ${summary.fingerprint}`,
  )
}

export function timeLeft(startedMs: number, done: number): string {
  if (done < 0.02) return 'time left: unknown'
  const leftMs = ((performance.now() - startedMs) / done) * (1 - done)
  return `${Math.ceil(leftMs / 1000)} s left`
}
