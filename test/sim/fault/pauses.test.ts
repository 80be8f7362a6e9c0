import { expect, it } from 'vitest'
import type { Invalidation } from '#core/cache/entry.ts'
import { servePage } from '#core/flow/serve-page.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const read = { id: 0, kind: 'read', tenant: 1, page: 1, query: 0 } as const

function twoNodes() {
  const faults = { pauses: [{ node: 0, at: '2 ms', for: '300 ms' }] }
  return createWorld(smallScenario({ nodes: { count: 2 }, faults }))
}

it('a node that stands still answers when the pause is over, the other goes on', () => {
  const { nodes, runner, runUntil, clock } = twoNodes()
  const endedAt: number[] = []
  for (const node of nodes)
    runner.start(servePage(node, read), node.index, undefined, () => {
      endedAt[node.index] = clock.now
    })
  runUntil(301)
  expect(endedAt[1]).toBeLessThan(300)
  expect(endedAt[0]).toBeUndefined()
  runUntil(5_000)
  expect(endedAt[0]).toBeGreaterThanOrEqual(302)
})

it('what came meanwhile is taken in its order, and an operation under way has its effect at its time', () => {
  const { nodes, redis, runner, runUntil, calendar } = twoNodes()
  runner.start(servePage(nodes[0]!, read), 0, undefined, () => {})
  runUntil(1)
  const told: Invalidation[] = []
  Object.assign(nodes[0]!, { invalidated: (message: Invalidation) => void told.push(message) })
  const before = redis.operations
  for (const version of [2, 3, 4])
    calendar.schedule(10 * version, 9, { node: 0, invalidation: { tenant: 1, key: 1, version } })
  runUntil(200)
  expect(told).toEqual([])
  expect(redis.operations).toBeLessThanOrEqual(before + 1)
  runUntil(302)
  expect(told.map(({ version }) => version)).toEqual([2, 3, 4])
})

it('workers of a node stand still with it', () => {
  const faults = { pauses: [{ node: 0, at: '2 ms', for: '300 ms' }] }
  const world = createWorld(smallScenario({ nodes: { count: 1, workers: 2 }, faults }))
  let endedAt = 0
  world.runner.start(servePage(world.nodes[0]!, read), 0, undefined, () => {
    endedAt = world.clock.now
  })
  world.runUntil(301)
  expect(endedAt).toBe(0)
  world.runUntil(5_000)
  expect(endedAt).toBeGreaterThanOrEqual(302)
})
