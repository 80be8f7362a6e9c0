import type { Feature } from './action.ts'
import type { PeriodSummary } from './period.ts'

/** What a control loop can observe of its node over a period. */
const features = {
  queueLength: { high: 100, meaning: 'tasks that wait for the loop', of: (p) => p.queueMean },
  cpuVariance: {
    high: 0.25,
    meaning: 'variance of the share of time that the loop was busy, between samples',
    of: (p) => p.busyVariance,
  },
  ioWaitMs: {
    high: 100,
    meaning: 'time a request waits for the shared cache and the database, ms',
    of: (p) => p.ioWaitMsMean,
  },
  utilisation: { high: 1, meaning: 'share of time that the loop was busy', of: (p) => p.busyMean },
  requestsPerSecond: {
    high: 1000,
    meaning: 'requests that were finished or refused a second',
    of: (p, seconds) => (p.finished + p.refused) / seconds,
  },
} satisfies Record<
  string,
  { high: number; meaning: string; of: (period: PeriodSummary, seconds: number) => number }
>

export type ObservedName = keyof typeof features
export const observedNames = [
  'queueLength',
  'cpuVariance',
  'ioWaitMs',
  'utilisation',
  'requestsPerSecond',
] as const satisfies readonly ObservedName[]

/** One thing to observe with the range in which it is told apart; no upper end: the usual one. */
export interface Observed {
  readonly feature: ObservedName
  readonly low: number
  readonly high: number | undefined
}

/** The preprint's three. */
export const observedStandard: readonly Observed[] = (
  ['queueLength', 'cpuVariance', 'ioWaitMs'] as const
).map((feature) => ({ feature, low: 0, high: undefined }))

export const featuresOf = (observed: readonly Observed[]): Feature[] =>
  observed.map(({ feature, low, high }) => ({ name: feature, low, high: high ?? features[feature].high }))

/**
 * What is observed of a period, in the order of the list.
 *
 * Source      preprint section 3.3: "task queue length, CPU utilization variance, and I/O wait times"
 * Parameters  elapsedMs: length of the period, above 0
 */
export function observationOf(
  observed: readonly Observed[],
  period: PeriodSummary,
  elapsedMs: number,
): Float64Array {
  const seconds = Math.max(elapsedMs, 1e-6) / 1000
  return Float64Array.from(observed, ({ feature }) => features[feature].of(period, seconds))
}
