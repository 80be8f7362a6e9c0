import { createHash } from 'node:crypto'
import type { RunResult } from '#sim/result.ts'
import { type Interval, studentInterval } from './statistics/interval.ts'

export interface MetricSummary extends Interval {
  readonly unit: string
}

/** What `run --json` prints of several replications of one scenario. */
export interface RunSummary {
  readonly scenario: string
  readonly seed: number
  readonly replications: number
  readonly fingerprint: string
  readonly virtualMs: number
  readonly events: number
  readonly metrics: Readonly<Record<string, MetricSummary>>
}

export function summarise(results: readonly RunResult[]): RunSummary {
  const first = results[0]!
  const metrics = Object.fromEntries(
    Object.entries(first.metrics).map(([name, { unit }]) => [
      name,
      { ...studentInterval(results.map((result) => result.metrics[name]!.value)), unit },
    ]),
  )
  const fingerprints = results.map(({ fingerprint }) => fingerprint).join(' ')
  const combined = createHash('sha256').update(fingerprints).digest('hex').slice(0, 16)
  return {
    scenario: first.scenario,
    seed: first.seed,
    replications: results.length,
    fingerprint: results.length === 1 ? first.fingerprint : combined,
    virtualMs: first.virtualMs,
    events: results.reduce((sum, { events }) => sum + events, 0),
    metrics,
  }
}
