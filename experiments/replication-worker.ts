/** Runs one replication in a worker thread. */
import type { Scenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import { simulate } from '#sim/simulate.ts'
import type { Order } from './worker-pool.ts'

export interface ReplicationJob {
  readonly scenario: Scenario
  readonly seed: number
  readonly replication: number
}

/** Notes are the share that is done, 0..1. */
export function perform({ job, notes }: Order<ReplicationJob>): RunResult {
  const { scenario, seed, replication } = job
  const progress = (virtualMs: number) => notes.postMessage(virtualMs / scenario.durationMs)
  return simulate(scenario, { seed, replication, progress })
}
