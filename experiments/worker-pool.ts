import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { asError } from '#core/errors.ts'

/** What became of a job. A job that an abort kept from its end has no outcome. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: Error }

/** What the function `perform` of a worker's script gets: the job, and where to post notes (numbers) while it works. */
export interface Order<Job> {
  readonly job: Job
  readonly notes: MessagePort
}

export interface PoolOptions<Result> {
  readonly workers: number
  readonly signal: AbortSignal
  readonly noted?: (index: number, note: number) => void
  readonly finished?: (index: number, outcome: Outcome<Result>) => void
}

/**
 * Runs jobs on worker threads, each worker one at a time. Outcomes are in the order of the jobs, so that they do not depend on the
 * number of workers. A job that throws or ends its worker fails alone: a fresh worker takes the jobs that are left.
 *
 * Errors  what `finished` throws: no further job is begun then
 */
export async function runJobs<Job, Result>(
  script: URL,
  jobs: readonly Job[],
  options: PoolOptions<Result>,
): Promise<(Outcome<Result> | undefined)[]> {
  const { signal } = options
  const outcomes: (Outcome<Result> | undefined)[] = new Array(jobs.length).fill(undefined)
  const workers = Math.min(options.workers, jobs.length)
  if (workers === 0 || signal.aborted) return outcomes
  const pool = new Piscina<Order<Job>, Result>({
    filename: script.href,
    name: 'perform',
    minThreads: workers,
    maxThreads: workers,
  })
  let next = 0
  let isStopped = false
  const stop = () => {
    isStopped = true
    void pool.destroy()
  }
  signal.addEventListener('abort', stop)

  async function perform(index: number): Promise<void> {
    const { port1: heard, port2: notes } = new MessageChannel()
    const note = (share: number) => options.noted?.(index, share)
    heard.on('message', note)
    // Piscina derives the type of the list from an overload that the types of pages change; a list of ports is what it takes.
    const transferList = [notes] as unknown as NonNullable<Parameters<typeof pool.run>[1]>['transferList']
    const done = pool.run({ job: jobs[index]!, notes }, { transferList: transferList! })
    const outcome = await done.then(
      (result) => ({ result }),
      (thrown) => ({ error: asError(thrown) }),
    )
    // A note that was posted before the result may still be on its way.
    for (let late = receiveMessageOnPort(heard); late !== undefined; late = receiveMessageOnPort(heard))
      note(late.message)
    heard.close()
    if (isStopped && 'error' in outcome) return
    outcomes[index] = outcome
    options.finished?.(index, outcome)
  }

  async function lane(): Promise<void> {
    while (next < jobs.length && !isStopped) await perform(next++)
  }

  try {
    await Promise.all(Array.from({ length: workers }, lane))
  } finally {
    isStopped = true
    signal.removeEventListener('abort', stop)
    await pool.destroy()
  }
  return outcomes
}
