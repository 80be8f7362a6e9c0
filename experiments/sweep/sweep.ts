import { availableParallelism } from 'node:os'
import type { RunResult } from '#sim/result.ts'
import type { ReplicationJob } from '../replication-worker.ts'
import { replicationWorker, shareOfWork } from '../replications.ts'
import { runJobs } from '../worker-pool.ts'
import { type Entry, entryFor, type Journal } from './journal.ts'
import { type Plan, seedOf } from './plan.ts'

export interface SweepOptions {
  readonly workers?: number | undefined
  readonly signal: AbortSignal
  readonly progress?: (state: SweepProgress) => void
  /** Script of the workers; the simulator unless said. */
  readonly script?: URL
}

export interface SweepProgress {
  /** Share of what this call has to do, 0..1. */
  readonly done: number
  /** Runs in the journal, and in all. */
  readonly runs: number
  readonly of: number
}

interface CellJob extends ReplicationJob {
  readonly cell: number
}

/**
 * Runs what the journal does not have yet and writes each run to it as soon as it has ended. A run that died is written with its
 * reason and tried again by the next call. What the journal holds in the end does not depend on the number of workers, nor on how
 * often the sweep was interrupted.
 *
 * Errors  OutputFailed when the journal cannot be written; nothing more is begun then
 */
export async function runSweep(plan: Plan, journal: Journal, options: SweepOptions): Promise<void> {
  const all = jobsOf(plan)
  const jobs = all.filter(({ cell, replication }) => journal.find(cell, replication)?.problem !== '')
  let runs = all.length - jobs.length
  const progress = (done: number) => options.progress?.({ done, runs, of: all.length })
  const { noted, finished } = shareOfWork(jobs.length, progress)
  await runJobs<CellJob, RunResult>(options.script ?? replicationWorker, jobs, {
    workers: options.workers ?? availableParallelism(),
    signal: options.signal,
    noted,
    finished: (index, outcome) => {
      const job = jobs[index]!
      journal.append('result' in outcome ? entryFor(job.cell, outcome.result) : failure(job, outcome.error))
      runs++
      finished(index)
    },
  })
}

/** Whether every run that can be had is in the journal. */
export const isComplete = (plan: Plan, journal: Journal): boolean =>
  jobsOf(plan).every(({ cell, replication }) => journal.find(cell, replication) !== undefined)

function jobsOf(plan: Plan): CellJob[] {
  return plan.cells.flatMap((cell, index) => {
    const { scenario } = cell
    if (scenario === undefined) return []
    const seed = seedOf(plan, cell)
    return Array.from({ length: plan.replications }, (_, replication) => ({
      cell: index,
      scenario,
      seed,
      replication,
    }))
  })
}

const failure = ({ cell, replication, seed }: CellJob, error: Error): Entry => ({
  cell,
  replication,
  seed,
  fingerprint: '',
  virtualMs: 0,
  events: 0,
  metrics: {},
  problem: error.message.replaceAll('\n', '; '),
})
