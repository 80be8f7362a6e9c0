import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { learner } from '#experiments/trial/contenders.ts'
import { perform } from '#experiments/trial/trial-worker.ts'
import { simulate } from '#sim/simulate.ts'

const scenario = readWebScenario('experiments/trial/trial.yaml', [learner, 'duration=12 s', 'warmUp=2 s'])

it('a job trains, then tests, and notes how far it is; what was learned matters', () => {
  const { port1, port2: notes } = new MessageChannel()
  const job = { replication: 1, training: [scenario], rounds: 3, tests: [scenario, scenario] }
  const runs = perform({ job, notes })
  expect(runs).toHaveLength(2)
  expect(runs[0]).toEqual(runs[1])
  expect(receiveMessageOnPort(port1)).toEqual({ message: 0.2 })
  const [untrained] = perform({ job: { ...job, training: [] }, notes })
  expect(untrained!.cost).toBe(-simulate(scenario, { replication: 1 }).metrics['control.rewardMean']!.value)
  expect(runs[0]!.cost).not.toBe(untrained!.cost)
  port1.close()
})
