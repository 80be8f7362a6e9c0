import { createHash } from 'node:crypto'
import type { RunResult } from '#sim/result.ts'
import { antitheticInterval } from './statistics/antithetic.ts'
import { batchMeans } from './statistics/batch-means.ts'
import { controlledInterval } from './statistics/control-variate.ts'
import { type Interval, studentInterval } from './statistics/interval.ts'

/**
 * How a mean and its interval come from runs: of independent replications, of antithetic pairs (replications r and -1 - r in turn), or of
 * replications corrected by metrics whose true means are known.
 */
export type Estimator =
  | { readonly kind: 'replications' }
  | { readonly kind: 'antithetic' }
  | { readonly kind: 'controlled'; readonly controls: readonly { metric: string; mean: number }[] }

export interface MetricSummary extends Interval {
  readonly unit: string
  /** Variance without the technique / with it, where one is used. */
  readonly varianceRatio?: number
}

/** The interval of a single run, from batches of its seconds. */
export interface BatchesSummary {
  readonly batches: number
  readonly batchSeconds: number
  /** False: the batches are still correlated, so the interval is too narrow; the run must be longer. */
  readonly isIndependent: boolean
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
  /** Only of a single run that is long enough. */
  readonly batches?: BatchesSummary
}

export function summarise(
  results: readonly RunResult[],
  estimator: Estimator = { kind: 'replications' },
): RunSummary {
  const first = results[0]!
  const single = results.length === 1 ? batchesOf(first) : undefined
  const metrics = Object.fromEntries(
    Object.entries(first.metrics).map(([name, { unit }]): [string, MetricSummary] => {
      const values = results.map((result) => result.metrics[name]!.value)
      const half = single?.halfWidths.get(name)
      if (half === undefined) return [name, { ...intervalOf(name, values, results, estimator), unit }]
      return [
        name,
        { mean: values[0]!, low: values[0]! - half, high: values[0]! + half, replications: 1, unit },
      ]
    }),
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
    ...(single === undefined ? {} : { batches: single.batches }),
  }
}

function intervalOf(
  name: string,
  values: readonly number[],
  results: readonly RunResult[],
  estimator: Estimator,
): Interval & { readonly varianceRatio?: number } {
  if (estimator.kind === 'antithetic') {
    const pairs = Array.from(
      { length: Math.floor(values.length / 2) },
      (_, pair) => [values[2 * pair]!, values[2 * pair + 1]!] as const,
    )
    const { correlation: _, ...interval } = antitheticInterval(pairs)
    return interval
  }
  if (estimator.kind === 'replications' || estimator.controls.some(({ metric }) => metric === name))
    return studentInterval(values)
  const controls = estimator.controls.map(({ metric, mean }) => ({
    values: results.map((result) => result.metrics[metric]!.value),
    mean,
  }))
  const { coefficients: _, ...interval } = controlledInterval(values, controls)
  return interval
}

/** Metrics that are means over time, and the series that has them second by second. */
const seriesOf: Readonly<Record<string, string>> = {
  'responseMs.mean': 'responseMean',
  throughputPerSecond: 'throughput',
  'utilisation.node': 'nodeUtilisation',
  'powerWatts.mean': 'power',
  'inSystem.mean': 'inSystem',
}
const secondsMin = 40

function batchesOf(
  run: RunResult,
): { halfWidths: ReadonlyMap<string, number>; batches: BatchesSummary } | undefined {
  const skipped = Math.ceil(run.warmUpMs / 1000)
  const halfWidths = new Map<string, number>()
  let batches: BatchesSummary | undefined
  for (const [metric, name] of Object.entries(seriesOf)) {
    const values = run.series.find((one) => one.name === name)?.values.slice(skipped) ?? []
    if (values.length < secondsMin) continue
    const found = batchMeans(values)
    halfWidths.set(metric, (found.high - found.low) / 2)
    batches ??= {
      batches: found.batches,
      batchSeconds: found.batchSize,
      isIndependent: found.isIndependent,
    }
  }
  return batches === undefined ? undefined : { halfWidths, batches }
}
