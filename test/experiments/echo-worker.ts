/** A worker for tests of the pool: doubles a number; 'throw' and 'exit' end its job, 'hang' waits for ever. */
import type { Order } from '#experiments/worker-pool.ts'

export function perform({ job, notes }: Order<number | string>): number | Promise<number> {
  if (job === 'throw') throw new Error('expected a number, found throw')
  if (job === 'exit') process.exit(3)
  if (job === 'hang') return new Promise(() => undefined)
  notes.postMessage(0.5)
  return Number(job) * 2
}
