import { TandemError } from '#core/errors.ts'
import { nearestName } from '#core/nearest-name.ts'
import type { Scenario } from '#core/scenario.ts'
import { simulate } from '#sim/simulate.ts'

/** What is known of a metric. */
export interface Metric {
  readonly name: string
  /** Short name in objectives and options, where there is one. */
  readonly word?: string
  /** In a sentence. */
  readonly title: string
  readonly unit: string
  /** Undefined where neither direction is better: such a metric informs and decides nothing. */
  readonly better?: 'lower' | 'higher'
}

/** The metrics that have a name for people or a better direction, the most telling first. */
export const metrics: readonly Metric[] = [
  { name: 'responseMs.mean', word: 'mean', title: 'mean response', unit: 'ms', better: 'lower' },
  { name: 'responseMs.p50', word: 'p50', title: 'median response', unit: 'ms', better: 'lower' },
  { name: 'responseMs.p95', word: 'p95', title: 'P95 response', unit: 'ms', better: 'lower' },
  { name: 'responseMs.p99', word: 'p99', title: 'P99 response', unit: 'ms', better: 'lower' },
  {
    name: 'throughputPerSecond',
    word: 'throughput',
    title: 'throughput',
    unit: 'requests/s',
    better: 'higher',
  },
  { name: 'errorRatio', word: 'errors', title: 'errors', unit: 'ratio', better: 'lower' },
  {
    name: 'sloMissRatio',
    word: 'misses',
    title: 'responses that miss the SLO',
    unit: 'ratio',
    better: 'lower',
  },
  { name: 'waitMs.mean', word: 'wait', title: 'mean wait', unit: 'ms', better: 'lower' },
  { name: 'staleReadRatio', word: 'stale', title: 'stale reads', unit: 'ratio', better: 'lower' },
  { name: 'powerWatts.mean', word: 'power', title: 'mean power', unit: 'W', better: 'lower' },
  { name: 'energyJoules', word: 'energy', title: 'energy', unit: 'J', better: 'lower' },
  { name: 'joulesPerRequest', title: 'energy of a request', unit: 'J', better: 'lower' },
  { name: 'hitRatio.endToEnd', title: 'hits end to end', unit: 'ratio', better: 'higher' },
  { name: 'byteHitRatio.endToEnd', title: 'bytes from caches end to end', unit: 'ratio', better: 'higher' },
  { name: 'hitRatio.gateway', title: 'hits at the gateway', unit: 'ratio', better: 'higher' },
  { name: 'hitRatio.l1', title: 'hits in L1', unit: 'ratio', better: 'higher' },
  { name: 'hitRatio.l2', title: 'hits in L2', unit: 'ratio', better: 'higher' },
  { name: 'hitRatio.redis', title: 'hits in Redis', unit: 'ratio', better: 'higher' },
  { name: 'utilisation.station', title: 'utilisation', unit: 'ratio' },
  { name: 'inSystem.mean', title: 'mean number in the system', unit: 'requests' },
  { name: 'control.rewardMean', word: 'reward', title: 'mean reward', unit: 'reward', better: 'higher' },
  { name: 'control.fallbackRatio', title: 'time with the rules', unit: 'ratio' },
]

/** The metric with this name or short name, or of a known family (`utilisation.database`); undefined for an unknown one. */
export function metricNamed(written: string): Metric | undefined {
  const known = metrics.find(({ name, word }) => name === written || word === written)
  if (known !== undefined) return known
  const family = written.split('.')[0]!
  const kin = metrics.find(({ name }) => name.split('.')[0] === family)
  if (kin === undefined || family === written) return undefined
  const { unit, better } = kin
  return { name: written, title: written, unit, ...(better === undefined ? {} : { better }) }
}

/** A metric that was measured; one of no known family informs and decides nothing. */
export const metricMeasured = (name: string, unit: string): Metric =>
  metricNamed(name) ?? { name, title: name, unit }

/** What a metric may be called: short names first, then every name. */
export const metricNames = (names: readonly string[] = metrics.map(({ name }) => name)): string[] => [
  ...metrics.flatMap(({ name, word }) => (word !== undefined && names.includes(name) ? [word] : [])),
  ...names,
]

/** Metrics that runs of a scenario have, name to unit: a run of one virtual millisecond tells. */
export function metricsOf(scenario: Scenario): ReadonlyMap<string, string> {
  const { metrics: measured } = simulate({ ...scenario, durationMs: 1, warmUpMs: 0 })
  return new Map(Object.entries(measured).map(([name, { unit }]) => [name, unit]))
}

/** The full name of a metric that an option names. Errors: ConfigInvalid when it is not among the measured ones. */
export function chosenMetric(
  option: string,
  written: string,
  measured: Readonly<Pick<ReadonlyMap<string, string>, 'has' | 'keys'>>,
): string {
  const name = metricNamed(written)?.name ?? written
  if (measured.has(name)) return name
  const known = metricNames([...measured.keys()])
  const nearest = nearestName(written, known)
  throw new TandemError(
    'ConfigInvalid',
    `${option}: no metric '${written}' is measured${nearest ? `, did you mean ${nearest}?` : ''}; allowed ${known.join(', ')}`,
  )
}
