import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TandemError } from '#core/errors.ts'
import type { RunResult } from '#sim/result.ts'
import { reproduceDetection } from '../detection/reproduce-detection.ts'
import { contradictions } from '../paper/claims.ts'
import {
  ablations,
  type Cell,
  cellsOf,
  errorSummary,
  isConcave,
  rows,
  scenarioOf,
} from '../paper/reproduction.ts'
import { metricFacts, metrics, table1 } from '../paper/table1.ts'
import { runReplications } from '../replications.ts'
import { paperReport } from '../report/paper-report.ts'
import { writeResult } from '../result-folder.ts'
import { readWebScenario } from '../scenario-file.ts'
import { percent, tableLines } from '../table.ts'
import { reproduceTrial } from '../trial/run-trial.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { timeLeft } from './run.ts'

const scenarioPath = fileURLToPath(new URL('../scenarios/paper.yaml', import.meta.url))

export const reproduce: Verb = {
  name: 'reproduce',
  summary:
    "paper: simulates the preprint's experiment and prints its Table 1 beside the simulated one, with the error of every cell. trial: does the learning controller help? Five traffics, ten seeds, --rounds of training. detection: published scores of anomaly detectors, and those of ours on the series of a folder.",
  usage:
    'reproduce paper|trial|detection [FOLDER] [--replications N] [--seed N] [--out DIR] [--scenario FILE] [--set path=value]... [--no-ablation] [--rounds N]',
  options: {
    replications: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    scenario: { type: 'string' },
    set: { type: 'string', multiple: true },
    'no-ablation': { type: 'boolean' },
    rounds: { type: 'string' },
  },
  run: reproduceExperiment,
}

/** What can be reproduced. */
const experiments = new Map([
  ['paper', reproducePaper],
  ['trial', reproduceTrial],
  ['detection', reproduceDetection],
])

function reproduceExperiment(call: Call): Promise<number> {
  const name = call.positionals[0] ?? ''
  const experiment = experiments.get(name)
  if (experiment !== undefined) return experiment(call)
  throw new TandemError(
    'ConfigInvalid',
    `reproduce: unknown experiment "${name}", allowed ${[...experiments.keys()].join(', ')}; usage: tandem ${reproduce.usage}`,
  )
}

async function reproducePaper({ values, out, signal }: Call): Promise<number> {
  const scenario = readWebScenario(
    (values.scenario as string | undefined) ?? scenarioPath,
    (values.set as string[] | undefined) ?? [],
  )
  const replications =
    wholeNumber('--replications', values.replications, { min: 1, max: 100 }) ?? scenario.replications
  const seed = wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 })
  const highest = { ...scenario, workload: { ...scenario.workload, users: 10_000 } }
  const ablated = values['no-ablation'] === true ? [] : ablations(highest)
  // The heaviest first, so that the last worker does not start it when the others are done.
  const heaviestFirst = [...rows.keys()].sort((a, b) => rows[b]!.users - rows[a]!.users)
  const startedMs = performance.now()
  const progress = (from: number, share: number) => (done: number) =>
    out.progress(
      `simulating the preprint's experiment: ${((from + share * done) * 100).toFixed(0)} %, ${timeLeft(startedMs, from + share * done)}`,
    )
  const share = ablated.length === 0 ? 1 : 0.75
  const ran = await runReplications(
    heaviestFirst.map((index) => scenarioOf(rows[index]!, scenario)),
    {
      replications,
      seed,
      signal,
      progress: progress(0, share),
    },
  )
  const results: RunResult[][] = rows.map(() => [])
  for (const [place, index] of heaviestFirst.entries()) results[index] = ran[place]!
  const without = await runReplications(
    ablated.map((ablation) => ablation.scenario),
    { replications: 1, seed, signal, progress: progress(share, 1 - share) },
  )

  const cells = rows.flatMap((row, index) => cellsOf(row, results[index]!))
  const ablation = ablated.flatMap(({ without: name }, index) => {
    const metricsOf = without[index]?.[0]?.metrics
    return metricsOf === undefined
      ? []
      : [
          {
            without: name,
            meanMs: metricsOf['responseMs.mean']!.value,
            p95Ms: metricsOf['responseMs.p95']!.value,
            powerWatts: metricsOf['powerWatts.mean']!.value,
          },
        ]
  })
  const document = {
    cells,
    baseline: cells.filter(({ id }) => id.startsWith('C')),
    ablation,
    claims: contradictions,
    errors: {
      fit: errorSummary(cells.filter(({ role }) => role === 'fit')),
      holdout: errorSummary(cells.filter(({ role }) => role === 'holdout')),
      all: errorSummary(cells),
    },
    scenario,
    runs: results,
    wallMs: Math.round(performance.now() - startedMs),
  }
  const { runs: _, scenario: __, ...printed } = document
  out.json(printed)
  printTable(cells, out.line)
  printFacts(document, out.line)
  const folder = (values.out as string | undefined) ?? join('runs', 'paper')
  writeResult(folder, 'reproduction.json', JSON.stringify({ kind: 'reproduction', ...document }))
  out.line(`report: ${writeResult(folder, 'report.html', paperReport(document))}`)
  return 0
}

function printTable(cells: readonly Cell[], line: (text: string) => void): void {
  const header = [
    'users',
    'role',
    ...metrics.flatMap((metric) => [
      `${metricFacts[metric].title}, ${metricFacts[metric].unit}`,
      'paper',
      'error',
    ]),
  ]
  const body = rows.flatMap((row) => {
    const own = cells.filter(({ id }) => Object.values(row.ids).includes(id))
    if (own.length === 0) return []
    const triples = metrics.flatMap((metric) => {
      const cell = own.find((one) => one.metric === metric)
      return cell === undefined
        ? ['-', '-', '-']
        : [cell.simulated.toFixed(1), cell.paper.toFixed(1), signed(cell.errorRatio)]
    })
    return [[`${row.users}${row.isBaseline ? ' conventional' : ''}`, row.role, ...triples]]
  })
  for (const text of tableLines(header, body)) line(text)
}

interface Facts {
  readonly cells: readonly Cell[]
  readonly errors: Record<'fit' | 'holdout' | 'all', { cells: number; mean: number; worst: number }>
  readonly ablation: readonly { without: string; meanMs: number; p95Ms: number; powerWatts: number }[]
  readonly wallMs: number
}

function printFacts({ cells, errors, ablation, wallMs }: Facts, line: (text: string) => void): void {
  line('')
  for (const role of ['fit', 'holdout', 'all'] as const) {
    const { cells: counted, mean, worst } = errors[role]
    line(`${role.padEnd(8)} ${counted} cells: mean error ${percent(mean)}, worst ${percent(worst)}`)
  }
  const means = table1.map(
    ({ users }) =>
      cells.find((cell) => cell.users === users && cell.metric === 'mean' && cell.id.startsWith('T'))
        ?.simulated ?? Number.NaN,
  )
  const concave = isConcave(
    table1.map(({ users }) => users),
    means,
  )
  line(
    `mean response against users is ${concave ? 'concave, as published' : 'NOT concave, unlike the published one'}; power is modelled, not measured`,
  )
  const base = cells.find(({ id }) => id === 'T05')
  for (const { without, meanMs, p95Ms, powerWatts } of ablation)
    line(
      `without ${without}: mean ${meanMs.toFixed(0)} ms (${signed(meanMs / (base?.simulated ?? Number.NaN) - 1)}), P95 ${p95Ms.toFixed(0)} ms, ${powerWatts.toFixed(0)} W`,
    )
  line('')
  line('What the preprint says against itself:')
  for (const { id, says, but } of contradictions) line(`  ${id}  ${says}; ${but}`)
  line('')
  line(`simulated in ${(wallMs / 1000).toFixed(1)} s`)
}

const signed = (ratio: number): string => `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(1)} %`
