import { expect, it } from 'vitest'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

it('totals add up what the nodes have counted', () => {
  const world = createWorld(smallScenario({ nodes: { count: 3 } }))
  world.open()
  world.runUntil(2000)
  const totals = world.totals()
  for (const name of ['requests', 'shards', 'remoteLookups', 'remoteHits'] as const) {
    expect(totals[name]).toBe(world.nodes.reduce((sum, { counters }) => sum + counters[name], 0))
    expect(totals[name]).toBeGreaterThan(0)
  }
  expect(totals.atMs).toBe(2000)
  expect(totals.tiers.gateway.hits).toBeLessThanOrEqual(totals.tiers.gateway.lookups)
})
