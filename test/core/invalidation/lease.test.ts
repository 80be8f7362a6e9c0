import { describe, expect, it } from 'vitest'
import type { Fragment } from '#core/cache/node/load-fragment.ts'
import { readThrough } from '#core/cache/node/read-through.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import type { Outcome } from '#core/flow/task.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const key = { tenant: 0, key: 0 }

function world(invalidation: unknown) {
  const made = createWorld(
    smallScenario({ invalidation, nodes: { count: 8 }, render: { shardsMin: 1, shardsMax: 1 } }),
  )
  const read = (node: number) => {
    const seen: { outcome?: Outcome<Fragment> } = {}
    const request = { key, sizeBytes: 100, isClientRendering: false, timeline: emptyTimeline() }
    made.runner.start(readThrough(made.nodes[node]!, request), node, undefined, (outcome) => {
      seen.outcome = outcome
    })
    return seen
  }
  const sum = (name: 'loads' | 'staleHeld' | 'leaseWaits') =>
    made.nodes.reduce((total, { counters }) => total + counters[name], 0)
  return { ...made, read, sum }
}

describe('leases', () => {
  it('let one of all nodes load what all miss; without them each loads', () => {
    for (const [invalidation, loads] of [
      ['lease', 1],
      ['pub-sub', 8],
    ] as const) {
      const { read, sum, runUntil, runner } = world(invalidation)
      const seen = Array.from({ length: 8 }, (_, node) => read(node))
      runUntil(Number.POSITIVE_INFINITY)
      expect(sum('loads'), invalidation).toBe(loads)
      for (const { outcome } of seen) expect(outcome?.kind).toBe('done')
      expect(runner.live).toBe(0)
    }
  })

  it('give the outdated copy to those that do not hold one, at once', () => {
    const { redis, read, sum, runUntil } = world('lease')
    redis.set({ ...key, version: 1, sizeBytes: 1, expiresAt: 60_000, value: undefined }, 0)
    redis.outdate(key, 2, 0, true)
    const seen = [read(0), read(1), read(2)]
    runUntil(Number.POSITIVE_INFINITY)
    expect(sum('loads')).toBe(1)
    expect(sum('staleHeld')).toBe(2)
    expect(sum('leaseWaits')).toBe(0)
    for (const { outcome } of seen) expect(outcome?.kind).toBe('done')
  })

  it('are not waited for without end: who has asked often enough loads', () => {
    const { redis, read, sum, runUntil } = world({ policy: 'lease', tries: 3, wait: '5 ms' })
    redis.lease({ ...key, holdMs: 1e9 }, 0)
    const seen = read(0)
    runUntil(Number.POSITIVE_INFINITY)
    expect(seen.outcome?.kind).toBe('done')
    expect(sum('leaseWaits')).toBe(3)
    expect(redis.get(key, 0)).toBeUndefined()
  })
})
