import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { chosenMetric, metricsOf } from '../metric.ts'
import { writeReport } from '../report/stored-report.ts'
import { writeResult } from '../result-folder.ts'
import { openJournal, type SweepHeader } from '../sweep/journal.ts'
import { type Plan, readPlan } from '../sweep/plan.ts'
import { isComplete, runSweep } from '../sweep/sweep.ts'
import { type CellSummary, resultsCsv, summaries, summaryCsv } from '../sweep/tables.ts'
import { figure, tableLines } from '../table.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { timeLeft } from './run.ts'

export const sweep: Verb = {
  name: 'sweep',
  summary:
    'Simulates every combination of varied values; the same command goes on where it was stopped; exit 1 when a cell has a problem.',
  usage:
    'sweep SCENARIO --vary path=a,b,c|path=lo..hi:steps ... [--set path=value]... [--replications N] [--workers N] [--seed N] [--show METRIC,...] [--out DIR]',
  options: {
    vary: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true },
    replications: { type: 'string' },
    workers: { type: 'string' },
    seed: { type: 'string' },
    show: { type: 'string' },
    out: { type: 'string' },
  },
  run: sweepScenario,
}

async function sweepScenario(call: Call): Promise<number> {
  const { positionals, values, out, signal } = call
  const [path, ...rest] = positionals
  const vary = listed(values.vary)
  if (path === undefined || rest.length > 0 || vary.length === 0)
    throw new TandemError('ConfigInvalid', `usage: tandem ${sweep.usage}`)
  const replications = wholeNumber('--replications', values.replications, { min: 1, max: 10_000 })
  const workers = wholeNumber('--workers', values.workers, { min: 1, max: 1024 })
  const seed = wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 })
  const plan = readPlan(path, { vary, set: listed(values.set), seed, replications })
  const shown = shownMetrics(values.show, plan)
  const folder = (values.out as string | undefined) ?? join('runs', `sweep-${plan.identity}`)
  const journal = openJournal(folder, headerOf(plan))
  try {
    writeResult(folder, 'sweep.json', sweepJson(plan))
    const startedMs = performance.now()
    await runSweep(plan, journal, {
      workers,
      signal,
      progress: ({ done, runs, of }) =>
        out.progress(`${path}: ${runs} of ${of} runs, ${timeLeft(startedMs, done)}`),
    })
    if (!isComplete(plan, journal)) return stopped(call, folder)
    const cells = summaries(plan, journal)
    const files = {
      results: writeResult(folder, 'results.csv', resultsCsv(plan, journal)),
      summary: writeResult(folder, 'summary.csv', summaryCsv(plan, journal)),
      sweep: join(folder, 'sweep.json'),
      report: writeReport(folder, 'sweep.json'),
    }
    out.json({ ...documentOf(plan), cells, files })
    printCells(plan, cells, { shown, line: out.line })
    out.line(`written: ${Object.values(files).join(', ')}`)
    return cells.some(({ problem }) => problem !== '') ? 1 : 0
  } finally {
    journal.close()
  }
}

const documentOf = ({ base, seed, replications, design }: Plan) => ({
  scenario: base.name,
  seed: seed ?? base.seed,
  replications,
  design,
})

const sweepJson = (plan: Plan): string =>
  `${JSON.stringify({ kind: 'sweep', ...documentOf(plan), identity: plan.identity, cells: plan.cells.length, base: plan.base }, null, 2)}\n`

function headerOf(plan: Plan): SweepHeader {
  const hash = createHash('sha256').update(JSON.stringify(plan.base)).digest('hex').slice(0, 16)
  return {
    kind: 'sweep',
    identity: plan.identity,
    scenario: `${plan.base.name} (${hash})`,
    seed: plan.seed ?? plan.base.seed,
    design: plan.design.map(({ path, values }) => `${path}=${values.join(',')}`).join(' '),
  }
}

/** Ctrl-C: what is finished stays, and the same command goes on. */
function stopped({ positionals, values, out }: Call, folder: string): number {
  const options = ['vary', 'set'].flatMap((name) => listed(values[name]).map((value) => [name, value]))
  const single = ['seed', 'replications', 'workers'].flatMap((name) =>
    values[name] === undefined ? [] : [[name, String(values[name])]],
  )
  const words = [...options, ...single, ['out', folder]].map(([name, value]) => `--${name} ${quoted(value!)}`)
  const command = `tandem sweep ${quoted(positionals[0]!)} ${words.join(' ')}`
  out.json({ stopped: true, folder, resume: command })
  out.line(`stopped; finished runs are kept in ${folder}. To go on: ${command}`)
  return 1
}

const quoted = (word: string): string =>
  /^[\w./=,:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** What the table tells of each cell, the first with its interval. */
function shownMetrics(written: unknown, { base }: Plan): readonly string[] {
  if (written === undefined) return ['responseMs.mean', 'responseMs.p95', 'throughputPerSecond']
  const measured = metricsOf(base)
  return String(written)
    .split(',')
    .map((name) => chosenMetric('--show', name.trim(), measured))
}

interface Table {
  readonly shown: readonly string[]
  readonly line: (text: string) => void
}

function printCells(plan: Plan, cells: readonly CellSummary[], { shown, line }: Table): void {
  const [first = '', ...others] = shown
  const paths = plan.design.map(({ path }) => path)
  const header = ['cell', ...paths, first, '95 % interval', ...others, 'runs']
  const rows = cells.map(({ cell, values, metrics, replications }) => {
    const mean = metrics[first]
    return [
      String(cell),
      ...paths.map((path) => values[path]!),
      figure(mean?.mean ?? Number.NaN),
      mean === undefined ? '-' : `${figure(mean.low)} .. ${figure(mean.high)}`,
      ...others.map((name) => figure(metrics[name]?.mean ?? Number.NaN)),
      String(replications),
    ]
  })
  for (const text of tableLines(header, rows)) line(text)
  for (const { cell, problem } of cells) if (problem !== '') line(`cell ${cell}: ${problem}`)
}

const listed = (values: Call['values'][string]): string[] => (values as string[] | undefined) ?? []
