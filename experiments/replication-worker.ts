/** Runs one replication a message in a worker thread. */
import { parentPort } from 'node:worker_threads'
import type { Scenario } from '#core/scenario.ts'
import type { RunResult } from '#sim/result.ts'
import { simulate } from '#sim/simulate.ts'
import type { Order, Reply } from './worker-pool.ts'

export interface ReplicationJob {
  readonly scenario: Scenario
  readonly seed: number
  readonly replication: number
}

parentPort!.on('message', ({ index, job }: Order<ReplicationJob>) => {
  const send = (reply: Reply<RunResult>) => parentPort!.postMessage(reply)
  const { scenario, seed, replication } = job
  const progress = (virtualMs: number) => send({ index, note: virtualMs / scenario.durationMs })
  send({ index, result: simulate(scenario, { seed, replication, progress }) })
})
