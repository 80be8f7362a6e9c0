/** Runs one replication a message in a worker thread. */
import { parentPort } from 'node:worker_threads'
import type { Scenario } from '#core/scenario.ts'
import { simulate } from '#sim/simulate.ts'

export interface ReplicationJob {
  readonly job: number
  readonly scenario: Scenario
  readonly seed: number
  readonly replication: number
}

parentPort!.on('message', ({ job, scenario, seed, replication }: ReplicationJob) => {
  const progress = (virtualMs: number) => parentPort!.postMessage({ job, virtualMs })
  parentPort!.postMessage({ job, result: simulate(scenario, { seed, replication, progress }) })
})
