import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { perform } from '#experiments/replication-worker.ts'
import { readScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

it('simulates the replication it is given and notes the share that is done', () => {
  const scenario = readScenario('experiments/scenarios/twin.yaml', ['duration=2 s', 'warmUp=500 ms'])
  const { port1, port2: notes } = new MessageChannel()
  const result = perform({ job: { scenario, seed: 5, replication: 2 }, notes })
  expect(result).toEqual(simulate(scenario, { seed: 5, replication: 2 }))
  expect(receiveMessageOnPort(port1)).toEqual({ message: 0.5 })
  port1.close()
})
