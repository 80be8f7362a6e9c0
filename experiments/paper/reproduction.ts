/** The preprint's experiment in simulation: scenarios of all rows, and the comparison of what comes out with what was published. */
import type { WebScenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import { studentInterval } from '../statistics/interval.ts'
import { baselineRow, metricFacts, metrics, type PaperMetric, type PaperRow, table1 } from './table1.ts'

export interface Cell {
  readonly id: string
  readonly users: number
  readonly metric: PaperMetric
  readonly paper: number
  readonly simulated: number
  readonly low: number
  readonly high: number
  /** (simulated - paper) / paper. */
  readonly errorRatio: number
  readonly role: 'fit' | 'holdout'
}

export interface Ablation {
  readonly without: string
  readonly scenario: WebScenario
}

export const rows: readonly PaperRow[] = [...table1, baselineRow]

/** The scenario of a row: the one parameter set with another number of users; for the baseline, with the mechanisms off. */
export function scenarioOf(row: PaperRow, scenario: WebScenario): WebScenario {
  const named = { ...scenario, workload: { ...scenario.workload, users: row.users } }
  return row.isBaseline
    ? { ...conventional(named), name: `conventional, ${row.users} users` }
    : { ...named, name: `preprint, ${row.users} users` }
}

/** The same hardware, costs and traffic without the mechanisms: no cache before the database, no coalescing, fixed shards, FCFS. */
export function conventional(scenario: WebScenario): WebScenario {
  return {
    ...scenario,
    gateway: { ...scenario.gateway, isEnabled: false, coalesces: false },
    cache: { ...scenario.cache, isEnabled: false, singleFlight: false },
    redis: { ...scenario.redis, isEnabled: false },
    schedule: { policy: 'fcfs' },
    balance: scenario.balance.policy === 'round-robin' ? scenario.balance : { policy: 'round-robin' },
    render: { ...scenario.render, partition: 'fixed', csrAboveUtilisation: 1 },
  }
}

/** One mechanism off at a time, at the highest load. */
export function ablations(scenario: WebScenario): Ablation[] {
  return [
    {
      without: 'gateway micro-cache',
      scenario: { ...scenario, gateway: { ...scenario.gateway, isEnabled: false } },
    },
    {
      without: 'shards that grow with load',
      scenario: { ...scenario, render: { ...scenario.render, partition: 'fixed' } },
    },
    {
      without: 'Redis and in-process cache',
      scenario: {
        ...scenario,
        redis: { ...scenario.redis, isEnabled: false },
        cache: { ...scenario.cache, isEnabled: false },
      },
    },
    { without: 'adaptive scheduler (FCFS)', scenario: { ...scenario, schedule: { policy: 'fcfs' } } },
  ]
}

export function cellsOf(row: PaperRow, results: readonly RunResult[]): Cell[] {
  return metrics.flatMap((metric) => {
    const paper = row.published[metric]
    const id = row.ids[metric]
    if (paper === undefined || id === undefined || results.length === 0) return []
    const { simulated: name, factor } = metricFacts[metric]
    const { mean, low, high } = studentInterval(results.map((result) => result.metrics[name]!.value * factor))
    return [
      {
        id,
        users: row.users,
        metric,
        paper,
        simulated: mean,
        low,
        high,
        errorRatio: mean / paper - 1,
        role: row.role,
      },
    ]
  })
}

export interface ErrorSummary {
  readonly cells: number
  readonly mean: number
  readonly worst: number
}

export function errorSummary(cells: readonly Cell[]): ErrorSummary {
  let sum = 0
  let worst = 0
  for (const { errorRatio } of cells) {
    sum += Math.abs(errorRatio)
    worst = Math.max(worst, Math.abs(errorRatio))
  }
  return { cells: cells.length, mean: cells.length === 0 ? 0 : sum / cells.length, worst }
}

/** Whether R(N) is concave: each added user costs less than the one before. */
export function isConcave(users: readonly number[], values: readonly number[]): boolean {
  for (let index = 2; index < users.length; index++) {
    const before = (values[index - 1]! - values[index - 2]!) / (users[index - 1]! - users[index - 2]!)
    const after = (values[index]! - values[index - 1]!) / (users[index]! - users[index - 1]!)
    if (after > before) return false
  }
  return true
}
