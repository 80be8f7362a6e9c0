/** A worker for tests of the pool: doubles a number; 'throw' and 'exit' kill it, 'hang' waits for ever. */
import { parentPort } from 'node:worker_threads'
import type { Order } from '#experiments/worker-pool.ts'

parentPort!.on('message', ({ index, job }: Order<number | string>) => {
  if (job === 'throw') throw new Error('expected a number, found throw')
  if (job === 'exit') process.exit(3)
  if (job === 'hang') return
  parentPort!.postMessage({ index, note: 0.5 })
  parentPort!.postMessage({ index, result: Number(job) * 2 })
})
