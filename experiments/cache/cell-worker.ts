/** Replays a trace through one policy at one capacity in a worker thread; the trace lies in memory that all threads share. */
import { type ReplayOptions, type ReplayResult, replayTrace, type Trace } from '#core/cache/replay-trace.ts'

export interface CellJob {
  readonly trace: Trace
  readonly options: ReplayOptions
}

export interface CellResult extends ReplayResult {
  readonly requestsPerSecond: number
}

export function perform({ job: { trace, options } }: { readonly job: CellJob }): CellResult {
  const startedMs = performance.now()
  const result = replayTrace(trace, options)
  const seconds = (performance.now() - startedMs) / 1000
  return { ...result, requestsPerSecond: Math.round(result.requests / Math.max(seconds, 1e-6)) }
}
