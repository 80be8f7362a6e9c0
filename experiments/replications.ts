import { availableParallelism } from 'node:os'
import type { Scenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import type { ReplicationJob } from './replication-worker.ts'
import { runJobs } from './worker-pool.ts'

export interface ReplicationOptions {
  readonly replications: number
  /** Number of the first replication, to go on where an earlier call ended. */
  readonly first?: number
  /** In pairs, the second of each driven by the mirrored random numbers of the first; then `replications` is even. */
  readonly isAntithetic?: boolean
  /** In place of the scenarios' own. */
  readonly seed?: number | undefined
  readonly workers?: number
  readonly signal: AbortSignal
  /** Share of the work that is done, 0..1. */
  readonly progress?: (done: number) => void
  /** Told of each run that died, after the others have ended. Without it the first such error is thrown. */
  readonly failed?: (run: FailedRun) => void
}

export interface FailedRun {
  readonly scenario: string
  readonly seed: number
  readonly replication: number
  readonly error: Error
}

/**
 * Runs each scenario several times on worker threads. The outcome does not depend on the number of workers: results are in the order
 * of (scenario, replication), each run has its own streams. When aborted, the runs that had finished are returned.
 *
 * Shape  [scenario][replication]
 */
export async function runReplications(
  scenarios: readonly Scenario[],
  options: ReplicationOptions,
): Promise<RunResult[][]> {
  const { signal, replications, first = 0 } = options
  const jobs = scenarios.flatMap((scenario): ReplicationJob[] =>
    Array.from({ length: replications }, (_, index) => ({
      scenario,
      seed: options.seed ?? scenario.seed,
      replication: replicationNumber(first + index, options.isAntithetic === true),
    })),
  )
  const { noted, finished } = shareOfWork(jobs.length, options.progress)
  const outcomes = await runJobs<ReplicationJob, RunResult>(replicationWorker, jobs, {
    workers: options.workers ?? availableParallelism(),
    signal,
    noted,
    finished,
  })
  const grouped: RunResult[][] = scenarios.map(() => [])
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome === undefined) continue
    if ('result' in outcome) grouped[Math.floor(index / replications)]!.push(outcome.result)
    else if (options.failed === undefined) throw outcome.error
    else options.failed({ ...jobs[index]!, scenario: jobs[index]!.scenario.name, error: outcome.error })
  }
  return grouped
}

/** 0, 1, 2, ...; of antithetic pairs 0, -1, 1, -2, ... (see core/random.ts). */
const replicationNumber = (index: number, isAntithetic: boolean): number => {
  if (!isAntithetic) return index
  return index % 2 === 0 ? index / 2 : -(index + 1) / 2
}

/** The script whose jobs are replications. */
export const replicationWorker = new URL('./replication-worker.ts', import.meta.url)

/** Tells the share of all jobs that is done, 0..1, from the shares of each. Time: O(1) a note. */
export function shareOfWork(jobs: number, progress: ((done: number) => void) | undefined) {
  const reached = new Float64Array(jobs)
  let sum = 0
  const noted = (index: number, share: number) => {
    sum += share - reached[index]!
    reached[index] = share
    progress?.(Math.min(1, sum / jobs))
  }
  return { noted, finished: (index: number) => noted(index, 1) }
}
