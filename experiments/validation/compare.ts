import type { Ratio } from '#core/units.ts'
import type { RunResult } from '#sim/result.ts'
import type { LiveMetrics } from '../live/live-run.ts'
import { studentInterval } from '../statistics/interval.ts'
import type { Cell } from './design.ts'

export interface ValidationCell {
  /** What was changed of the scenario. */
  readonly id: string
  readonly policy: string
  readonly load: string
  readonly role: Cell['role']
  readonly metric: string
  readonly live: number
  /** One of each block, in their order. */
  readonly liveRuns: readonly number[]
  /** Half the range of the repetitions. */
  readonly liveSpread: number
  readonly simulated: number
  readonly low: number
  readonly high: number
  readonly errorRatio: number
  /** The simulated interval and the range of the live repetitions overlap. */
  readonly withinNoise: boolean
}

export const comparedMetrics = [
  'responseMs.mean',
  'responseMs.p50',
  'responseMs.p95',
  'responseMs.p99',
  'throughputPerSecond',
  'hitRatio.gateway',
  'hitRatio.l1',
  'hitRatio.l2',
  'hitRatio.redis',
  'utilisation.node',
] as const

/**
 * Live repetitions and simulated replications of the same number draw the same traffic, so only these are compared; how uncertain a simulated
 * mean is, all replications tell.
 */
export function compareLive(
  { id, policy, load, role }: Omit<Cell, 'scenario'>,
  live: readonly LiveMetrics[],
  results: readonly RunResult[],
): ValidationCell[] {
  return comparedMetrics.map((metric) => {
    const values = live.map((one) => one[metric] ?? Number.NaN)
    const lowest = Math.min(...values)
    const highest = Math.max(...values)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const simulatedValues = results.map((result) => result.metrics[metric]!.value)
    const interval = studentInterval(simulatedValues)
    const paired = simulatedValues.slice(0, live.length)
    const simulated = paired.reduce((sum, value) => sum + value, 0) / paired.length
    const halfWidth = (interval.high - interval.low) / 2
    return {
      ...{ id, policy, load, role, metric },
      live: mean,
      liveRuns: values,
      liveSpread: (highest - lowest) / 2,
      simulated,
      low: simulated - halfWidth,
      high: simulated + halfWidth,
      errorRatio: relativeError(simulated, mean),
      withinNoise: simulated - halfWidth <= highest && simulated + halfWidth >= lowest,
    }
  })
}

/** 0 when both are 0; infinite when only the live value is. */
const relativeError = (simulated: number, live: number): Ratio =>
  simulated === live ? 0 : simulated / live - 1
