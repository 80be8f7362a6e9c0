import { studentInterval } from '../statistics/interval.ts'
import { csv } from './csv.ts'
import type { Entry, Journal } from './journal.ts'
import { type Cell, type Plan, seedOf } from './plan.ts'

/** What is known of one cell when all is done. */
export interface CellSummary {
  readonly cell: number
  readonly values: Readonly<Record<string, string>>
  /** Runs that ended well. */
  readonly replications: number
  readonly metrics: Readonly<Record<string, { mean: number; low: number; high: number }>>
  readonly problem: string
}

type Value = string | number | null

/**
 * `results.csv`: one row for each cell and replication, in that order, whatever became of it. Columns: cell, the varied paths as
 * they were written, seed, replication, fingerprint, virtualMs, events, every metric, problem. Empty where there is no value.
 */
export function resultsCsv(plan: Plan, journal: Pick<Journal, 'find'>): string {
  const names = metricNamesOf(plan, journal)
  const factors = factorsShown(plan)
  const header = [
    'cell',
    ...factors.map(({ path }) => path),
    'seed',
    'replication',
    'fingerprint',
    'virtualMs',
    'events',
    ...names,
    'problem',
  ]
  const rows = plan.cells.flatMap((cell, index) =>
    replicationsOf(plan).map((replication): Value[] => {
      const entry = journal.find(index, replication)
      const { fingerprint = '', virtualMs = null, events = null } = entry?.problem === '' ? entry : {}
      return [
        index,
        ...factors.map(({ place }) => cell.values[place]!),
        seedOf(plan, cell),
        replication,
        fingerprint,
        virtualMs,
        events,
        ...names.map((name) => entry?.metrics[name] ?? null),
        cell.problem === '' ? (entry?.problem ?? 'not run') : cell.problem,
      ]
    }),
  )
  return csv(header, rows)
}

/** `summary.csv`: one row for each cell; each metric with the mean and the 95 % interval of its replications. */
export function summaryCsv(plan: Plan, journal: Pick<Journal, 'find'>): string {
  const names = metricNamesOf(plan, journal)
  const factors = factorsShown(plan)
  const header = [
    'cell',
    ...factors.map(({ path }) => path),
    'seed',
    'replications',
    ...names.flatMap((name) => [name, `${name}.low`, `${name}.high`]),
    'problem',
  ]
  const rows = summaries(plan, journal).map((summary): Value[] => {
    const cell = plan.cells[summary.cell]!
    return [
      summary.cell,
      ...factors.map(({ place }) => cell.values[place]!),
      seedOf(plan, cell),
      summary.replications,
      ...names.flatMap((name): Value[] => {
        const interval = summary.metrics[name]
        return interval === undefined ? [null, null, null] : [interval.mean, interval.low, interval.high]
      }),
      summary.problem,
    ]
  })
  return csv(header, rows)
}

/** Every cell with the intervals of its metrics over the runs that ended well and have a value. */
export function summaries(plan: Plan, journal: Pick<Journal, 'find'>): CellSummary[] {
  const names = metricNamesOf(plan, journal)
  return plan.cells.map((cell, index): CellSummary => {
    const entries = replicationsOf(plan).flatMap((replication) => journal.find(index, replication) ?? [])
    const good = entries.filter(({ problem }) => problem === '')
    const metrics = names.flatMap((name) => {
      const values = good.flatMap(({ metrics: { [name]: value } }) => value ?? [])
      if (values.length === 0) return []
      const { mean, low, high } = studentInterval(values)
      return [[name, { mean, low, high }] as const]
    })
    return {
      cell: index,
      values: Object.fromEntries(plan.design.map(({ path }, place) => [path, cell.values[place]!])),
      replications: good.length,
      metrics: Object.fromEntries(metrics),
      problem: problemOf(cell, entries, plan.replications),
    }
  })
}

function problemOf(cell: Cell, entries: readonly Entry[], replications: number): string {
  if (cell.problem !== '') return cell.problem
  const failed = entries.filter(({ problem }) => problem !== '')
  if (failed.length > 0) return `${failed.length} of ${replications} runs failed: ${failed[0]!.problem}`
  return entries.length < replications ? `${replications - entries.length} of ${replications} not run` : ''
}

/** The varied paths, each once: a varied seed has its own column already. */
const factorsShown = (plan: Plan) =>
  plan.design.map(({ path }, place) => ({ path, place })).filter(({ path }) => path !== 'seed')

/** Every metric that some run has, in the order of the runs. */
function metricNamesOf(plan: Plan, journal: Pick<Journal, 'find'>): string[] {
  const names = new Set<string>()
  for (const index of plan.cells.keys())
    for (const replication of replicationsOf(plan))
      for (const name of Object.keys(journal.find(index, replication)?.metrics ?? {})) names.add(name)
  return [...names]
}

const replicationsOf = ({ replications }: Plan): number[] =>
  Array.from({ length: replications }, (_, index) => index)
