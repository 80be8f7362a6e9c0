import { expect, it } from 'vitest'
import { type PoolOptions, runJobs } from '#experiments/worker-pool.ts'

const script = new URL('./echo-worker.ts', import.meta.url)
const pool = (jobs: readonly (number | string)[], options: Partial<PoolOptions<number>> = {}) =>
  runJobs<number | string, number>(script, jobs, {
    workers: 2,
    signal: new AbortController().signal,
    ...options,
  })

it.each([1, 2, 3])('gives outcomes in the order of the jobs with %d workers', async (workers) => {
  const outcomes = await pool([5, 4, 3, 2, 1], { workers })
  expect(outcomes).toEqual([10, 8, 6, 4, 2].map((result) => ({ result })))
})

it('runs no worker for no job', async () => {
  expect(await pool([])).toEqual([])
})

it('begins nothing when it was aborted before', async () => {
  expect(await pool([1, 2], { signal: AbortSignal.abort() })).toEqual([undefined, undefined])
})

it('passes notes on before the result', async () => {
  const heard: unknown[] = []
  await pool([1], {
    noted: (index, note) => heard.push([index, note]),
    finished: (index, outcome) => heard.push([index, outcome]),
  })
  expect(heard).toEqual([
    [0, 0.5],
    [0, { result: 2 }],
  ])
})

it.each([
  ['throws', 'throw', 'expected a number, found throw'],
  ['ends its worker', 'exit', 'worker exited with code: 3'],
])('a job that %s fails alone', async (_, job, message) => {
  const told: number[] = []
  const outcomes = await pool([1, job, 2, job, 3, 4], { workers: 1, finished: (index) => told.push(index) })
  expect(outcomes.map((outcome) => ('error' in outcome! ? outcome.error.message : outcome!.result))).toEqual([
    2,
    message,
    4,
    message,
    6,
    8,
  ])
  expect(told).toEqual([0, 1, 2, 3, 4, 5])
})

it('keeps what was finished when it is aborted, and starts nothing more', async () => {
  const abort = new AbortController()
  const outcomes = await pool([1, 2, 'hang', 3], {
    workers: 1,
    signal: abort.signal,
    finished: (index) => {
      // The third job is posted right after this, and never answers.
      if (index === 1) setImmediate(() => abort.abort())
    },
  })
  expect(outcomes).toEqual([{ result: 2 }, { result: 4 }, undefined, undefined])
})

it('ends with the error of who is told of an outcome', async () => {
  const finished = () => {
    throw new Error('the disk is full')
  }
  await expect(pool([1, 2, 3], { workers: 1, finished })).rejects.toThrow('the disk is full')
})
