import type { Ratio } from '#core/units.ts'
import type { RunResult } from '#sim/result.ts'
import { type Metric, metricMeasured, metrics } from './metric.ts'
import { holm } from './statistics/holm.ts'
import { type Interval, studentInterval } from './statistics/interval.ts'
import { type PairedDifference, pairedDifference } from './statistics/paired.ts'
import { figure } from './table.ts'

/** One metric of a base and a candidate under common random numbers. */
export interface MetricComparison {
  readonly metric: Metric
  readonly base: Interval
  readonly candidate: Interval
  /** Candidate minus base. */
  readonly difference: PairedDifference
  /** The difference in relation to the mean of the base, undefined when that is 0. */
  readonly relative: { readonly mean: Ratio; readonly low: Ratio; readonly high: Ratio } | undefined
  /** p-value of no difference, corrected for the number of metrics. */
  readonly pAdjusted: number
  /** Told apart by the corrected p-value; `differs` where no direction is better. */
  readonly outcome: 'better' | 'worse' | 'differs' | 'same'
}

export interface Comparison {
  readonly replications: number
  readonly metrics: readonly MetricComparison[]
  /** Metrics that have no value in some run. */
  readonly skipped: readonly string[]
  readonly outcome: 'worse' | 'better' | 'no difference' | 'identical'
  /** The outcome in words. */
  readonly verdict: string
}

/**
 * Compares runs replication by replication. A candidate is worse when any metric that has a better direction is worse with Holm's
 * correction over all metrics shown, whatever else got better.
 *
 * Parameters  base and candidate: runs of the same seed, at least two replications in both; names: metrics to show, all unless said;
 *             confidence of the intervals and of the family of tests, 0..1
 */
export function compareRuns(
  base: readonly RunResult[],
  candidate: readonly RunResult[],
  { names, confidence = 0.95 }: { names?: readonly string[] | undefined; confidence?: number } = {},
): Comparison {
  const pairs = base.flatMap((run): [RunResult, RunResult][] => {
    const other = candidate.find(({ replication }) => replication === run.replication)
    return other === undefined ? [] : [[run, other]]
  })
  const wanted = names ?? commonMetrics(pairs[0]!)
  const values = wanted.map((name) => ({
    name,
    base: pairs.map(([run]) => measuredIn(run, name)),
    candidate: pairs.map(([, run]) => measuredIn(run, name)),
  }))
  const isWhole = (one: (typeof values)[number]) => [...one.base, ...one.candidate].every(Number.isFinite)
  const whole = values.filter(isWhole)
  const differences = whole.map((one) => pairedDifference(one.base, one.candidate, confidence))
  const corrected = holm(
    differences.map(({ pValue }) => pValue),
    1 - confidence,
  )
  const compared = whole.map((one, index): MetricComparison => {
    const metric = metricMeasured(one.name, pairs[0]![0].metrics[one.name]!.unit)
    const difference = differences[index]!
    const inBase = studentInterval(one.base, confidence)
    return {
      metric,
      base: inBase,
      candidate: studentInterval(one.candidate, confidence),
      difference,
      relative: relativeTo(inBase.mean, difference),
      pAdjusted: corrected.adjusted[index]!,
      outcome: corrected.isRejected[index]! ? outcomeOf(metric, difference.mean) : 'same',
    }
  })
  return {
    replications: pairs.length,
    metrics: compared,
    skipped: values.filter((one) => !isWhole(one)).map(({ name }) => name),
    ...overall(compared, pairs.length),
  }
}

const measuredIn = (run: RunResult, name: string): number => run.metrics[name]?.value ?? Number.NaN

/** The most telling first, then in the order of the runs. */
function commonMetrics([base, candidate]: readonly [RunResult, RunResult]): string[] {
  const common = Object.keys(base.metrics).filter((name) => name in candidate.metrics)
  const telling = metrics.map(({ name }) => name).filter((name) => common.includes(name))
  return [...telling, ...common.filter((name) => !telling.includes(name))]
}

function relativeTo(mean: number, { mean: difference, low, high }: Interval): MetricComparison['relative'] {
  if (mean === 0) return undefined
  const size = Math.abs(mean)
  return { mean: difference / size, low: low / size, high: high / size }
}

function outcomeOf({ better }: Metric, difference: number): MetricComparison['outcome'] {
  if (better === undefined) return 'differs'
  return (better === 'higher') === difference > 0 ? 'better' : 'worse'
}

function overall(
  compared: readonly MetricComparison[],
  replications: number,
): Pick<Comparison, 'outcome' | 'verdict'> {
  const worse = compared.filter(({ outcome }) => outcome === 'worse')
  const better = compared.filter(({ outcome }) => outcome === 'better')
  if (worse.length > 0) {
    const but = better.length > 0 ? `; better: ${changes(better)}` : ''
    return { outcome: 'worse', verdict: `candidate is worse: ${changes(worse)}${but}` }
  }
  if (better.length > 0) return { outcome: 'better', verdict: `candidate is better: ${changes(better)}` }
  if (compared.every(({ difference }) => difference.low === 0 && difference.high === 0))
    return {
      outcome: 'identical',
      verdict: 'candidate and base are the same in every metric of every replication',
    }
  return { outcome: 'no difference', verdict: `no difference can be told at ${replications} replications` }
}

const changesMax = 3

function changes(compared: readonly MetricComparison[]): string {
  const told = compared.slice(0, changesMax).map(changeText)
  const more = compared.length - told.length
  return `${told.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `mean response +12 % (+9.1 .. +15)`. */
function changeText({ metric, difference, relative }: MetricComparison): string {
  if (relative === undefined) {
    const { mean, low, high } = difference
    return `${metric.title} ${signed(mean, figure)} ${metric.unit} (${signed(low, figure)} .. ${signed(high, figure)})`
  }
  const { mean, low, high } = relative
  return `${metric.title} ${signed(mean, inPercent)} % (${signed(low, inPercent)} .. ${signed(high, inPercent)})`
}

/** A number with its sign, also when it is not negative. */
export const signed = (value: number, text: (value: number) => string): string =>
  `${value < 0 ? '' : '+'}${text(value)}`

/** A ratio in percent without its sign of percent, two digits. */
export const inPercent = (ratio: Ratio): string => {
  const value = ratio * 100
  return value.toFixed(Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 1 ? 1 : 2)
}
