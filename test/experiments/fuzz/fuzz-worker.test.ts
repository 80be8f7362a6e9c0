import { MessageChannel } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { perform } from '#experiments/fuzz/fuzz-worker.ts'

it('plays its range of seeds and tells how many operations it checked', () => {
  const { port1, port2 } = new MessageChannel()
  const { operations, failures } = perform({ job: { first: 0, count: 3, policy: undefined }, notes: port2 })
  expect(failures).toEqual([])
  expect(operations).toBeGreaterThan(100)
  port1.close()
})
