import { Worker } from 'node:worker_threads'
import { asError } from '#core/errors.ts'

/** What became of a job. A job that an abort kept from its end has no outcome. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: Error }

/** What a worker gets, and what it sends: notes while it works, then the result. */
export interface Order<Job> {
  readonly index: number
  readonly job: Job
}
export type Reply<Result> =
  | { readonly index: number; readonly note: number }
  | { readonly index: number; readonly result: Result }

export interface PoolOptions<Result> {
  readonly workers: number
  readonly signal: AbortSignal
  readonly noted?: (index: number, note: number) => void
  readonly finished?: (index: number, result: Result) => void
}

/**
 * Runs jobs on worker threads, each worker one at a time. Outcomes are in the order of the jobs, so that they do not depend on the
 * number of workers. A job whose worker dies fails alone: a fresh worker takes the jobs that are left.
 */
export async function runJobs<Job, Result>(
  script: URL,
  jobs: readonly Job[],
  options: PoolOptions<Result>,
): Promise<(Outcome<Result> | undefined)[]> {
  const { signal } = options
  const outcomes: (Outcome<Result> | undefined)[] = new Array(jobs.length).fill(undefined)
  let next = 0
  const isMore = () => next < jobs.length && !signal.aborted

  /** One worker, until no job is left or it dies. */
  function life(): Promise<void> {
    const worker = new Worker(script)
    let current: number | undefined
    const stop = () => void worker.terminate()
    const give = () => {
      current = isMore() ? next++ : undefined
      if (current === undefined) return stop()
      worker.postMessage({ index: current, job: jobs[current]! } satisfies Order<Job>)
    }
    const fail = (error: Error) => {
      if (current !== undefined && !signal.aborted) outcomes[current] = { error }
      current = undefined
    }
    const hear = (reply: Reply<Result>) => {
      if ('note' in reply) return options.noted?.(reply.index, reply.note)
      outcomes[reply.index] = { result: reply.result }
      options.finished?.(reply.index, reply.result)
      give()
    }
    signal.addEventListener('abort', stop)
    return new Promise<void>((resolve) => {
      worker.on('message', hear)
      worker.on('error', (thrown) => fail(asError(thrown)))
      worker.on('exit', (status) => {
        fail(new Error(`the worker ended with status ${status} before its job`))
        resolve()
      })
      give()
    }).finally(() => signal.removeEventListener('abort', stop))
  }

  async function lane(): Promise<void> {
    while (isMore()) await life()
  }
  await Promise.all(Array.from({ length: Math.min(options.workers, jobs.length) }, lane))
  return outcomes
}
