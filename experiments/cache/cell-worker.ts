/** Replays a trace through one policy at one capacity in a worker thread; the trace lies in memory that all threads share. */
import { type ReplayOptions, type ReplayResult, replayTrace, type Trace } from '#core/cache/replay-trace.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { replayAdmitted } from './replay-admitted.ts'

export interface CellJob {
  readonly trace: Trace
  readonly options: ReplayOptions
  /** All are admitted when nothing is said; `distinct` is how many keys the trace has. */
  readonly admission?: PolicyChoice
  readonly distinct?: number
}

export interface CellResult extends ReplayResult {
  readonly requestsPerSecond: number
}

export function perform({ job }: { readonly job: CellJob }): CellResult {
  const { trace, options, admission, distinct = trace.keys.length } = job
  const startedMs = performance.now()
  const result =
    admission === undefined
      ? replayTrace(trace, options)
      : replayAdmitted(trace, { ...options, admission, distinct })
  const seconds = (performance.now() - startedMs) / 1000
  return { ...result, requestsPerSecond: Math.round(result.requests / Math.max(seconds, 1e-6)) }
}
