import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Scenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import type { ReplicationJob } from './replication-worker.ts'

export interface ReplicationOptions {
  readonly replications: number
  /** In place of the scenarios' own. */
  readonly seed?: number | undefined
  readonly workers?: number
  readonly signal: AbortSignal
  /** Share of the work that is done, 0..1. */
  readonly progress?: (done: number) => void
  /** Told of each finished run, in the order in which they finish. */
  readonly finished?: (scenario: number, result: RunResult) => void
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
  const jobs = scenarios.flatMap((scenario, index) =>
    Array.from({ length: options.replications }, (_, replication) => ({ index, scenario, replication })),
  )
  const results: (RunResult | undefined)[] = new Array(jobs.length).fill(undefined)
  const reached = new Float64Array(jobs.length)
  let next = 0

  function report(): void {
    let sum = 0
    for (const share of reached) sum += share
    options.progress?.(sum / jobs.length)
  }

  function post(worker: Worker): boolean {
    if (next >= jobs.length || options.signal.aborted) return false
    const job = next++
    const { scenario, replication } = jobs[job]!
    worker.postMessage({
      job,
      scenario,
      seed: options.seed ?? scenario.seed,
      replication,
    } satisfies ReplicationJob)
    return true
  }

  function work(): Promise<void> {
    const worker = new Worker(new URL('./replication-worker.ts', import.meta.url))
    const abort = () => void worker.terminate()
    options.signal.addEventListener('abort', abort)
    return new Promise<void>((resolve, reject) => {
      worker.on('error', reject)
      worker.on('exit', () => resolve())
      worker.on(
        'message',
        ({ job, virtualMs, result }: { job: number; virtualMs?: number; result?: RunResult }) => {
          if (virtualMs !== undefined) reached[job] = virtualMs / jobs[job]!.scenario.durationMs
          if (result !== undefined) {
            reached[job] = 1
            results[job] = result
            options.finished?.(jobs[job]!.index, result)
            if (!post(worker)) void worker.terminate()
          }
          report()
        },
      )
      if (!post(worker)) void worker.terminate()
    }).finally(() => options.signal.removeEventListener('abort', abort))
  }

  const workers = Math.min(options.workers ?? availableParallelism(), jobs.length)
  await Promise.all(Array.from({ length: workers }, work))
  const grouped: RunResult[][] = scenarios.map(() => [])
  for (const [job, result] of results.entries())
    if (result !== undefined) grouped[jobs[job]!.index]!.push(result)
  return grouped
}
