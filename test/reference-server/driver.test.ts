import { setTimeout as wait } from 'node:timers/promises'
import type { Invalidation } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import { createNode } from '#core/flow/node.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import { Runner } from '#core/flow/runner.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { realPerform } from '#server/driver.ts'
import type { StorePort } from '#server/store.ts'
import { memoryStore } from '#server/store-memory.ts'
import { wallNow } from '#server/wall-clock.ts'
import { driverContract } from '../contract/driver.ts'
import { smallScenario } from './small-scenario.ts'

// The driver of real time keeps the contract on embedded parts; test/live does the same with a real Redis.
driverContract('the server', async () => {
  const clock: Clock = { now: wallNow() }
  const node = createNode({ index: 0, scenario: smallScenario(), clock })
  const store = memoryStore(wallNow)
  const delivered: Invalidation[] = []
  await store.subscribe({ invalidated: (message) => void delivered.push(message), reconnected: () => {} })
  let isBroken = false
  const breakable = Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      async (input: never) => {
        if (isBroken) throw new TandemError('RemoteUnavailable', 'broken by the test')
        return (call as (input: never) => unknown)(input)
      },
    ]),
  ) as unknown as StorePort
  const { perform } = realPerform({
    clock,
    now: wallNow,
    node,
    store: breakable,
    database: memoryDatabase(),
    forward: async () => ({
      status: 200,
      sizeBytes: 0,
      shards: 7,
      timeline: emptyTimeline(),
      servedBy: 'node',
    }),
  })
  const runner = new Runner(perform)
  return {
    runner,
    clock,
    place: 0,
    async settle() {
      while (runner.live > 0) await wait(2)
    },
    delivered: () => delivered,
    breakRemote: () => {
      isBroken = true
    },
    stop: async () => {},
  }
})
