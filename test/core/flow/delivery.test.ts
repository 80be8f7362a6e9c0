import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { createDelivery, hopsOf } from '#core/flow/delivery.ts'
import type { Flow } from '#core/flow/effect.ts'
import { emptyTimeline, type PageResponse } from '#core/flow/request.ts'
import type { Outcome } from '#core/flow/task.ts'
import { simulate } from '#sim/simulate.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { handDriver } from './hand-driver.ts'

const fresh = { ttlMin: '10 s', ttlMax: '10 s', cacheableRatio: 1, lookup: '0 ms' }

/** Every hop takes 1 ms each way; the gateway answers at once. */
function world(given: Record<string, unknown> = {}) {
  const driver = handDriver()
  const scenario = smallScenario({
    delivery: { enabled: true, browser: fresh, edge: fresh, regional: fresh, ...given },
  })
  const way = { requestMs: () => 1, answerMs: () => 1 }
  const delivery = createDelivery({ scenario, clock: driver.clock, way })!
  const gateway = { asked: 0, isDown: false }
  // biome-ignore lint/correctness/useYield: it answers at once
  function* fromGateway(): Flow<PageResponse> {
    gateway.asked++
    if (gateway.isDown) throw new TandemError('NodeUnavailable', 'down')
    return { status: 200, sizeBytes: 100, shards: 7, timeline: emptyTimeline(), servedBy: 'node' }
  }
  /** Who answers a user, and after how long. */
  function ask(user: number, page: number, kind: 'read' | 'write' = 'read') {
    const sentAt = driver.clock.now
    let outcome: Outcome<PageResponse> | undefined
    const request = { id: 0, kind, tenant: 0, page, query: 0 }
    driver.runner.start(delivery.ask(user, request, fromGateway), -2, undefined, (end) => {
      outcome = end
    })
    driver.runUntilIdle()
    return [outcome?.kind === 'done' ? outcome.value.servedBy : outcome?.kind, driver.clock.now - sentAt]
  }
  return { ...driver, delivery, gateway, ask }
}

describe('the way of a page before the gateway', () => {
  it('goes no further than the first cache that has it: own browser, own region, shared regional cache', () => {
    const { ask, gateway, delivery } = world()
    expect(ask(0, 1)).toEqual(['node', 6])
    expect(ask(0, 1)).toEqual(['browser', 0])
    expect(ask(4, 1)).toEqual(['edge', 2])
    expect(ask(1, 1)).toEqual(['regional', 4])
    expect(ask(1, 1)).toEqual(['browser', 0])
    expect(gateway.asked).toBe(1)
    expect(delivery.counters.browser).toMatchObject({ lookups: 5, hits: 2 })
    expect(delivery.counters.edge).toMatchObject({ lookups: 3, hits: 1 })
    expect(delivery.counters.regional).toMatchObject({ lookups: 2, hits: 1, servedBytes: 200, hitBytes: 100 })
  })

  it('joins the hops around a cache that is off', () => {
    const { ask } = world({ browser: { enabled: false }, regional: { enabled: false }, edge: fresh })
    expect(ask(0, 1)).toEqual(['node', 4])
    expect(ask(0, 1)).toEqual(['edge', 2])
    const names = (given: Record<string, unknown>) =>
      hopsOf(smallScenario({ delivery: given })).map(({ name }) => name)
    expect(names({})).toEqual(['client.roundTrip'])
    expect(names({ enabled: true })).toHaveLength(3)
    expect(names({ enabled: true, edge: { enabled: false } })).toEqual([
      'delivery.regional.roundTrip',
      'delivery.roundTrip',
    ])
    expect(names({ enabled: true, edge: { enabled: false }, regional: { enabled: false } })).toEqual([
      'client.roundTrip',
    ])
  })

  it('keeps personal pages in browsers only', () => {
    const shared = { ...fresh, cacheableRatio: 0 }
    const { ask } = world({ edge: shared, regional: shared })
    expect(ask(0, 1)[0]).toBe('node')
    expect(ask(0, 1)[0]).toBe('browser')
    expect(ask(4, 1)[0]).toBe('node')
  })

  it('forgets a page on the way of who writes it; other regions are outdated until their freshness ends', () => {
    const { ask } = world()
    ask(0, 1)
    ask(1, 1)
    ask(0, 1, 'write')
    expect(ask(0, 1)[0]).toBe('node')
    expect(ask(1, 1)[0]).toBe('browser')
  })

  it('has a page once where the regional cache holds what its edge gives up', () => {
    const small = { ...fresh, pagesMax: 1 }
    const one = { browser: { enabled: false }, edge: { ...small, count: 1 } }
    const exclusive = world({ ...one, regional: { ...small, holds: 'evicted' } })
    const inclusive = world({ ...one, regional: small })
    const twoPages = ({ ask }: ReturnType<typeof world>) =>
      Array.from({ length: 20 }, (_, turn) => ask(0, turn % 2)[0]).filter((by) => by === 'node').length
    expect(twoPages(exclusive)).toBe(2)
    expect(twoPages(inclusive)).toBe(20)
  })

  it('tells a failure back over all hops', () => {
    const { ask, gateway } = world()
    gateway.isDown = true
    expect(ask(0, 1)).toEqual(['failed', 6])
  })
})

describe('a simulated system with caches before the gateway', () => {
  const constant = (mean: string) => ({ shape: 'constant', mean })
  const given = (delivery: Record<string, unknown>) =>
    smallScenario({
      client: { roundTrip: constant('70 ms') },
      workload: { arrivals: 'open', rate: '150 / s', pages: 40, tenants: 4 },
      delivery: {
        enabled: true,
        population: 20,
        edge: { roundTrip: constant('10 ms') },
        regional: { roundTrip: constant('20 ms') },
        roundTrip: constant('40 ms'),
        ...delivery,
      },
    })

  it('answers sooner, and asks the nodes for less', () => {
    const without = simulate(given({ enabled: false })).metrics
    const behind = simulate(given({})).metrics
    expect(behind['responseMs.mean']!.value).toBeLessThan(0.7 * without['responseMs.mean']!.value)
    expect(behind['utilisation.node']!.value).toBeLessThan(without['utilisation.node']!.value)
    for (const tier of ['browser', 'edge', 'regional', 'l1', 'endToEnd'])
      for (const ratio of ['hitRatio', 'byteHitRatio'])
        expect(behind[`${ratio}.${tier}`]!.value, `${ratio}.${tier}`).toBeGreaterThan(0)
    expect(without['hitRatio.edge']).toBeUndefined()
  })

  it('takes as long as the sum of its hops where nothing is held', () => {
    const nothing = { cacheableRatio: 0, lookup: '0 ms' }
    const without = simulate(given({ enabled: false })).metrics['responseMs.mean']!.value
    const along = simulate(
      given({
        browser: nothing,
        edge: { ...nothing, roundTrip: constant('10 ms') },
        regional: { ...nothing, roundTrip: constant('20 ms') },
      }),
    ).metrics['responseMs.mean']!.value
    expect(along / without).toBeCloseTo(1, 2)
  })

  it('leaves nothing behind', () => {
    const world = createWorld(given({}))
    world.open()
    world.runUntil(2000)
    world.close()
    world.runUntil(20_000)
    expect(world.runner.live).toBe(0)
  })
})
