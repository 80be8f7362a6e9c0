import type { Invalidation } from '#core/cache/entry.ts'
import { createWorld } from '#sim/world.ts'
import { driverContract } from '../contract/driver.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

driverContract('the simulator', async () => {
  const world = createWorld(smallScenario())
  const delivered: Invalidation[] = []
  const [node] = world.nodes
  const invalidated = node!.invalidated
  Object.assign(node!, {
    invalidated: (invalidation: Invalidation) => {
      delivered.push(invalidation)
      invalidated(invalidation)
    },
  })
  return {
    runner: world.runner,
    clock: world.clock,
    place: 0,
    settle: async () => world.runUntil(Number.POSITIVE_INFINITY),
    delivered: () => delivered,
    breakRemote: () => {
      world.redis.isDown = true
    },
    stop: async () => {},
  }
})
