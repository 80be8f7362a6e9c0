import { TandemError } from '#core/errors.ts'
import { parseRatio } from '#core/quantity.ts'
import type { Scenario } from '#core/scenario.ts'
import type { Ratio } from '#core/units.ts'
import type { RunResult } from '#sim/result.ts'
import { chosenMetric, metricsOf } from './metric.ts'
import { type ReplicationOptions, runReplications } from './replications.ts'
import { nextReplications, type StoppingDecision } from './statistics/sequential.ts'
import { percent } from './table.ts'

export interface PrecisionOptions extends Omit<ReplicationOptions, 'replications' | 'first' | 'progress'> {
  /** Wanted half-width of the interval in relation to the mean, 0..1. */
  readonly precision: Ratio
  /** Metric whose interval counts, by name or short name; the mean response unless said. */
  readonly metric?: string | undefined
  /** First round, 2 and up; no fewer are ever run. */
  readonly replications: number
  /** The cap; 1000 unless said. */
  readonly replicationsMax?: number | undefined
  readonly progress?: (state: RoundProgress) => void
}

export interface RoundProgress {
  /** Replications before this round, and wanted after it. */
  readonly from: number
  readonly to: number
  /** Share of this round, 0..1. */
  readonly done: number
}

/** How far it came. */
export interface PrecisionReached {
  readonly metric: string
  /** What was wanted. */
  readonly precision: Ratio
  readonly isMet: boolean
  /** Half-width / mean of the scenario known least. */
  readonly halfWidthRatio: Ratio
  readonly replications: number
  readonly replicationsMax: number
  /** Replications in all that the precision would take, as far as the variance is known. */
  readonly needed: number
}

export const replicationsMaxStandard = 1000
const confidence = 0.95

/**
 * Replicates scenarios in rounds until the interval of the metric is narrow enough in each, or the cap is reached. All scenarios get
 * the same replications, so that they can be paired. When aborted, what had finished is returned.
 *
 * Source  Law, Simulation Modeling and Analysis, 5th edition, section 9.4.1 (see statistics/sequential.ts)
 * Shape   results [scenario][replication]
 * Errors  ConfigInvalid for a metric that a scenario does not measure; what a failed run threw
 */
export async function replicateToPrecision(
  scenarios: readonly Scenario[],
  options: PrecisionOptions,
): Promise<{ results: RunResult[][]; reached: PrecisionReached }> {
  const { precision, signal, progress, ...running } = options
  const max = Math.max(2, options.replicationsMax ?? replicationsMaxStandard)
  const min = Math.min(Math.max(2, options.replications), max)
  const names = scenarios.map((scenario) =>
    chosenMetric('--metric', options.metric ?? 'responseMs.mean', metricsOf(scenario)),
  )
  const results: RunResult[][] = scenarios.map(() => [])
  let more = min
  let from = 0
  let decisions: StoppingDecision[] = []
  while (more > 0) {
    const to = from + more
    const round = await runReplications(scenarios, {
      ...running,
      signal,
      first: from,
      replications: more,
      progress: (done) => progress?.({ from, to, done }),
    })
    for (const [index, runs] of round.entries()) results[index]!.push(...runs)
    from = to
    decisions = results.map((runs, index) =>
      nextReplications(
        runs.map((run) => run.metrics[names[index]!]!.value),
        { precision, confidence, min, max },
      ),
    )
    more = signal.aborted ? 0 : Math.min(max - from, Math.max(...decisions.map((decision) => decision.more)))
  }
  return {
    results,
    reached: {
      metric: names[0]!,
      precision,
      isMet: decisions.every(({ isMet }) => isMet),
      halfWidthRatio: Math.max(...decisions.map(({ halfWidthRatio }) => halfWidthRatio)),
      replications: Math.min(...results.map(({ length }) => length)),
      replicationsMax: max,
      needed: Math.max(...decisions.map(({ needed }) => needed)),
    },
  }
}

/** Reads `--precision 1%`; undefined when it was not given. Errors: ConfigInvalid. */
export function readPrecision(written: unknown): Ratio | undefined {
  if (written === undefined) return undefined
  const parsed = parseRatio(String(written).includes('%') ? String(written) : Number(written))
  if ('value' in parsed && parsed.value >= 0.0001 && parsed.value <= 0.5) return parsed.value
  throw new TandemError(
    'ConfigInvalid',
    `--precision: found "${written}", allowed 0.01 % to 50 %, such as 1%`,
  )
}

/** How far it came, in one line. */
export function precisionText(reached: PrecisionReached): string {
  const { metric, precision, isMet, halfWidthRatio, replications, replicationsMax, needed } = reached
  const half = Number.isFinite(halfWidthRatio) ? `± ${percent(halfWidthRatio)}` : 'not known'
  if (isMet)
    return `precision met: ${metric} ${half} at ${replications} replications, wanted ${percent(precision)}`
  const reason = replications < replicationsMax ? 'stopped' : `the cap of ${replicationsMax} was reached`
  const forecast = Number.isFinite(needed) ? `, about ${needed} replications would do` : ''
  return `precision not met: ${metric} ${half} at ${replications} replications, wanted ${percent(precision)}: ${reason}${forecast}`
}
