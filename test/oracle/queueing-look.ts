import type { RunResult } from '#sim/result.ts'
import { parameter } from './read-oracle.ts'

/** How one row of queueing.tsv is looked at in the simulator; lengths are virtual, summed over the replications. */
export interface Look {
  /** Scenario below experiments/theory, without the ending. */
  readonly file: string
  readonly set: readonly string[]
  readonly metric: string
  /** Virtual time of all replications together, in seconds; a mean service takes 1 ms. */
  readonly seconds: number
  /** Largest relative half width of the 99.9 % interval that still says something: 0.05 unless a reason is given. */
  readonly narrow?: number
  readonly because?: string
  /** One minus the metric, for P(W <= t). */
  readonly isComplement?: boolean
  /**
   * The same quantity by theory from the moments that the run itself drew. The ratio of the two is what is compared: it takes away
   * the noise of the tail, whose moments converge too slowly (Pareto) or not at all for an interval of Student's.
   */
  readonly control?: ((metrics: RunResult['metrics']) => number) | undefined
}

export type Row = Record<string, string>
export type Looks = Record<string, (row: Row) => Look>

export const perSecond = (lambda: number) => `${lambda * 1000} / s`
export const at = (row: Row, name: string) => parameter(row.parameters!, name)
export const list = (row: Row, name: string) =>
  new RegExp(`${name}=([\\d.,]+)`).exec(row.parameters!)![1]!.split(',').map(Number)
export const poisson = (lambda: number) => `arrivals.rate=${perSecond(lambda)}`

const metricNames: Record<string, string> = {
  'E[T]': 'responseMs.mean',
  'E[T|accepted]': 'responseMs.mean',
  'E[W]': 'waitMs.mean',
  'Var[W]': 'waitMs.variance',
  'E[N]': 'inSystem.mean',
  'E[Nq]': 'waiting.mean',
  'Var[N]': 'inSystem.variance',
  T_p99: 'responseMs.p99',
  W_p99: 'waitMs.p99',
  'P(wait)': 'waitRatio',
  'P(wait>1)': 'waitRatio.over.1ms',
  'P(W<=1)': 'waitRatio.over.1ms',
  'P(W<=5)': 'waitRatio.over.5ms',
  'P(block)': 'lossRatio',
  'P(loss)': 'lossRatio',
  'P(abandon)': 'abandonRatio',
  throughput: 'throughputPerSecond',
  X: 'throughputPerSecond',
  R: 'responseMs.mean',
  sigma: 'waitRatio',
  'P(N=20)': 'inSystemRatio.20',
  'P(queue>=3)': 'atStationRatio.from.3',
  'E[T|size=0.1]': 'responseMs.size.0.1ms',
  'E[T|size=10.0]': 'responseMs.size.10ms',
  'E[T] approx': 'responseMs.mean',
  'E[T] <=': 'responseMs.mean',
}

export const metricOf = (row: Row): string => metricNames[row.metric!]!

/** E[W] and Var[W] of M/G/1 from what the run drew. */
export const controls: Record<string, Look['control']> = {
  'E[W]': (m) => waitOf(m).mean,
  'Var[W]': (m) => {
    const { mean, lambda, load } = waitOf(m)
    return mean * mean + (lambda * m['serviceMs.third']!.value) / (3 * (1 - load))
  },
}

function waitOf(m: RunResult['metrics']) {
  const lambda = m.arrivalsPerSecond!.value / 1000
  const load = lambda * m['serviceMs.mean']!.value
  return { lambda, load, mean: (lambda * m['serviceMs.second']!.value) / (2 * (1 - load)) }
}

export const sharedControl: Look['control'] = (m) =>
  m['serviceMs.mean']!.value / (1 - m['utilisation.station']!.value)

/** Value of the row in the simulator's units: milliseconds for a mean service of 1 ms, rates a second. */
export const theoryOf = (row: Row): number =>
  Number(row.value) * (metricOf(row) === 'throughputPerSecond' ? 1000 : 1)
