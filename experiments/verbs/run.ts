import { TandemError } from '#core/errors.ts'
import { asNetwork } from '#core/scenario/as-network.ts'
import type { Scenario } from '#core/scenario.ts'
import { refuseUnstable } from '#core/workload/offered-load.ts'
import { isMet, parseObjective } from '../objective.ts'
import { runReplications } from '../replications.ts'
import { writeResult } from '../result-folder.ts'
import { readScenario } from '../scenario-file.ts'
import { type RunSummary, summarise } from '../summary.ts'
import { figure, tableLines } from '../table.ts'
import { expectedOf } from '../theory/expected.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'

export const run: Verb = {
  name: 'run',
  summary: 'Simulates a scenario and prints every metric with its 95 % interval.',
  usage: 'run SCENARIO [--seed N] [--replications N] [--set path=value]... [--out DIR]',
  options: {
    seed: { type: 'string' },
    replications: { type: 'string' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
  run: runScenario,
}

async function runScenario({ positionals, values, out, signal }: Call): Promise<number> {
  const [path] = positionals
  if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${run.usage}`)
  const scenario = readScenario(path, (values.set as string[] | undefined) ?? [])
  if (scenario.model !== 'web') refuseUnstable(asNetwork(scenario))
  const replications =
    wholeNumber('--replications', values.replications, { min: 1, max: 10_000 }) ?? scenario.replications
  const seed = wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 })
  const objectives = scenario.objectives.map(parseObjective)
  const startedMs = performance.now()
  const [results = []] = await runReplications([scenario], {
    replications,
    seed,
    signal,
    progress: (done) => out.progress(`${path}: ${(done * 100).toFixed(0)} %, ${timeLeft(startedMs, done)}`),
  })
  if (results.length === 0) return 1
  const summary = summarise(results)
  const notes = results[0]!.notes ?? []
  out.json({
    ...summary,
    ...(notes.length > 0 ? { notes } : {}),
    wallMs: Math.round(performance.now() - startedMs),
  })
  printSummary(summary, scenario, out.line)
  for (const note of notes) out.line(`note: ${note}`)
  const broken = objectives.filter(
    (objective) => !isMet(objective, summary.metrics[objective.metric]?.mean ?? Number.NaN),
  )
  for (const { text } of broken) out.line(`objective broken: ${text}`)
  if (values.out !== undefined) {
    const document = JSON.stringify({ kind: 'run', summary, scenario, results })
    out.line(`written: ${writeResult(values.out as string, 'run.json', document)}`)
  }
  return broken.length > 0 ? 1 : 0
}

function printSummary(summary: RunSummary, scenario: Scenario, line: (text: string) => void): void {
  const theory = expectedOf(scenario)
  const rows = Object.entries(summary.metrics).map(([name, { mean, low, high, unit }]) => {
    const expected = theory[name]
    return [
      name,
      figure(mean),
      `${figure(low)} .. ${figure(high)}`,
      expected === undefined ? '' : figure(expected),
      unit,
    ]
  })
  for (const text of tableLines(['metric', 'mean', '95 % interval', 'theory', 'unit'], rows)) line(text)
  line(
    `${summary.replications} replications of ${summary.virtualMs / 1000} s, fingerprint ${summary.fingerprint}`,
  )
}

export function timeLeft(startedMs: number, done: number): string {
  if (done < 0.02) return 'time left: unknown'
  const leftMs = ((performance.now() - startedMs) / done) * (1 - done)
  return `${Math.ceil(leftMs / 1000)} s left`
}
