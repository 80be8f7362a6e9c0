/** Plays a range of seeds in a worker thread. */
import type { Order } from '../worker-pool.ts'
import { drawScenario } from './draw.ts'
import { type Finding, play } from './play.ts'

export interface FuzzJob {
  readonly first: number
  readonly count: number
  readonly policy: string | undefined
}

export interface FuzzResult {
  readonly operations: number
  readonly failures: readonly { readonly seed: number; readonly finding: Finding }[]
}

/** Notes are seeds that are done. */
export function perform({ job, notes }: Order<FuzzJob>): FuzzResult {
  const failures: { seed: number; finding: Finding }[] = []
  let operations = 0
  for (let seed = job.first; seed < job.first + job.count; seed++) {
    const played = play(drawScenario(seed, job.policy))
    operations += played.operations
    if (played.finding !== undefined) failures.push({ seed, finding: played.finding })
  }
  notes.postMessage(job.count)
  return { operations, failures }
}
