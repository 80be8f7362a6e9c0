import { expect, it } from 'vitest'
import { zipfSampler } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'
import { pageTenant } from '#core/workload/request-source.ts'
import { serve } from '#sim/driver.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../../reference-server/small-scenario.ts'

const pages = 800

/** Pages by Zipf's law; with structure, eight of ten requests go on to the page that always follows the last. */
function source(hasStructure: boolean): () => number {
  const popular = zipfSampler(pages, 0.6, stream(3, 'load-ahead.page'))
  const goesOn = stream(3, 'load-ahead.link')
  let last = 0
  return () => {
    const drawn = popular()
    last = hasStructure && goesOn() < 0.8 ? (last * 389 + 57) % pages : drawn
    return last
  }
}

/** One node that is asked for a page each 40 ms, for two minutes. */
function played(prefetch: string, hasStructure: boolean, more: Record<string, unknown> = {}) {
  const scenario = smallScenario({
    workload: {
      arrivals: 'closed',
      users: 1,
      pages,
      tenants: 4,
      writeRatio: 0,
      pageSize: { mean: '24 KiB' },
    },
    cache: {
      l1Capacity: 200,
      l2Capacity: 200,
      expiry: { policy: 'fixed-ttl', ttl: '60 s' },
      prefetch,
      ...more,
    },
    render: { shardsMin: 2, shardsMax: 4 },
    redis: { roundTrip: { shape: 'constant', mean: '1 ms' } },
  })
  const world = createWorld(scenario)
  const node = world.nodes[0]!
  const next = source(hasStructure)
  let sumMs = 0
  const requests = 2000
  for (let id = 0; id < requests; id++) {
    const page = next()
    const askedAt = id * 40
    world.runUntil(askedAt)
    const request = { id, kind: 'read', tenant: pageTenant(page, scenario.workload), page, query: 0 } as const
    world.runner.start(serve(node, request), 0, undefined, () => {
      sumMs += world.clock.now - askedAt
    })
  }
  world.runUntil(requests * 40 + 5000)
  const { l1Hits, l2Hits, l1Lookups, loads, prefetches } = node.counters
  node.tiers.check()
  expect(world.runner.live).toBe(0)
  return {
    hitRatio: (l1Hits + l2Hits) / l1Lookups,
    latencyMs: sumMs / requests,
    loads,
    prefetches,
    ledger: node.prefetcher?.ledger,
  }
}

it('with structure, a Markov chain of pages makes more than three times the hits, and pages come sooner', () => {
  const [without, ahead] = [played('none', true), played('markov', true)]
  expect(ahead.hitRatio).toBeGreaterThan(3 * without.hitRatio)
  expect(ahead.latencyMs).toBeLessThan(without.latencyMs)
  const { loaded, useful, wasted, wastedBytes, pollution } = ahead.ledger!
  expect(loaded).toBe(ahead.prefetches)
  expect(useful / (useful + wasted)).toBeGreaterThan(0.4)
  expect(wastedBytes).toBeGreaterThan(0)
  expect(pollution).toBeLessThan(useful)
})

it('without structure it loads nothing and does no harm: its guesses are watched and found wrong', () => {
  const [without, ahead] = [played('none', false), played('markov', false)]
  expect(ahead).toMatchObject({ prefetches: 0, hitRatio: without.hitRatio, latencyMs: without.latencyMs })
})

it('followed blindly, the same guesses are wrong nine times of ten and push out more than they bring', () => {
  const { useful, wasted, pollution } = played('markov', false, { prefetchAccuracyMin: 0 }).ledger!
  expect(wasted / (useful + wasted)).toBeGreaterThan(0.9)
  expect(pollution).toBeGreaterThan(useful)
})

it('a busy node loads nothing ahead', () => {
  expect(played('markov', true, { prefetchBelowUtilisation: 0 }).prefetches).toBe(0)
})
