import type { Ms } from '#core/units.ts'
import type { RunResult } from '#sim/result.ts'
import { mserTruncation } from './statistics/mser.ts'
import { figure } from './table.ts'

export interface WarmUpCheck {
  /** What the scenario leaves out. */
  readonly setMs: Ms
  /** What MSER-5 would leave out of the mean response a second, averaged over the replications. */
  readonly mserMs: Ms
  /** False when the run is too short to tell. */
  readonly isReliable: boolean
}

const seconds = 1000

/**
 * Whether the warm-up of a scenario is long enough. None for runs without a series of responses, or of fewer than ten seconds.
 *
 * Source  Welch's average over replications (Law, Simulation Modeling and Analysis, 5th edition, 9.5.1), cut by MSER-5
 */
export function warmUpCheck(results: readonly RunResult[]): WarmUpCheck | undefined {
  const all = results.map(({ series }) => series.find(({ name }) => name === 'responseMean')?.values ?? [])
  const length = Math.min(...all.map((values) => values.length))
  if (results.length === 0 || length < 10) return undefined
  const means = Array.from(
    { length },
    (_, second) => all.reduce((sum, values) => sum + values[second]!, 0) / all.length,
  )
  // A batch of five seconds where there are enough of them.
  const { cut, isReliable } = mserTruncation(means, length >= 50 ? 5 : 1)
  return { setMs: results[0]!.warmUpMs, mserMs: cut * seconds, isReliable }
}

/** In a sentence. */
export function warmUpText({ setMs, mserMs, isReliable }: WarmUpCheck): string {
  const set = `warm-up: ${figure(setMs / seconds)} s left out`
  if (!isReliable) return `${set}; the run is too short for MSER-5 to tell whether that is enough`
  if (mserMs <= setMs) return `${set}, MSER-5 asks for ${figure(mserMs / seconds)} s`
  return `${set}, but MSER-5 asks for ${figure(mserMs / seconds)} s: means may be biased by the start`
}
