import { describe, expect, it } from 'vitest'
import type { TierCopy, TierFill } from '#core/cache/beside/lower-tiers.ts'
import { readThrough } from '#core/cache/node/read-through.ts'
import { loadBeside } from '#core/cache/node/refresh.ts'
import { nodeWorld } from './node-world.ts'

const expiring = (policy: string, more: Record<string, unknown> = {}) =>
  nodeWorld({ cache: { expiry: { policy, ttl: '100 ms', ...more } }, redis: { ttl: '1 s' } })
type World = ReturnType<typeof nodeWorld>

/** Reads at a time, and tells after how long which version came. */
function readAt({ driver, run, node, request }: World, atMs: number) {
  const seen: { afterMs?: number; version?: number; error?: string } = {}
  driver.at(atMs, () => {
    const outcome = run(
      (function* () {
        try {
          const { entry } = yield* readThrough(node, request)
          Object.assign(seen, { afterMs: driver.clock.now - atMs, version: entry.version })
        } catch (error) {
          seen.error = (error as Error).name
        }
      })(),
    )
    return outcome
  })
  return seen
}

describe('stale-while-revalidate', () => {
  it('serves an ended copy at once while one load brings the next, from the shared cache where that is fresh', () => {
    const world = expiring('stale-while-revalidate', { staleFor: '50 ms' })
    readAt(world, 0)
    world.until(110)
    world.shared.set(3, { ...world.shared.get(3)!, version: 2 })
    world.asked.length = 0
    const stale = [readAt(world, 110), readAt(world, 110)]
    const next = readAt(world, 112)
    world.driver.runUntilIdle()
    expect(stale).toEqual([
      { afterMs: 0, version: 1 },
      { afterMs: 0, version: 1 },
    ])
    expect(next).toEqual({ afterMs: 0, version: 2 })
    expect(world.asked).toEqual(['get'])
    expect(world.node.counters).toMatchObject({ staleRevalidating: 2, refreshes: 1, l1Hits: 1 })
    expect(world.driver.runner.live).toBe(0)
  })

  it('makes readers wait again once the copy may not be served any more', () => {
    const world = expiring('stale-while-revalidate', { staleFor: '50 ms' })
    readAt(world, 0)
    world.until(160)
    const late = readAt(world, 160)
    world.driver.runUntilIdle()
    expect(late.afterMs).toBe(1)
    expect(world.node.counters.staleRevalidating).toBe(0)
  })

  it('does not serve a copy that is known to be outdated', () => {
    const world = expiring('stale-while-revalidate', { staleFor: '50 ms' })
    readAt(world, 0)
    world.until(110)
    world.write(3)
    world.shared.delete(3)
    world.node.invalidated({ tenant: 0, key: 3, version: 2 })
    const read = readAt(world, 110)
    world.driver.runUntilIdle()
    expect(read.version).toBe(2)
  })
})

describe('stale-if-error', () => {
  const failing = () => {
    const world = expiring('stale-if-error', { staleFor: '50 ms' })
    readAt(world, 0)
    world.until(110)
    Object.assign(world.broken, { shared: true, database: true })
    return world
  }

  it('serves an ended copy when it cannot be loaded anew, for so long', () => {
    const world = failing()
    const [soon, late] = [readAt(world, 110), readAt(world, 160)]
    world.driver.runUntilIdle()
    expect(soon).toMatchObject({ afterMs: 6, version: 1 })
    expect(late).toEqual({ error: 'OriginUnavailable' })
    expect(world.node.counters.staleOnError).toBe(1)
  })

  it('is not served while loading works', () => {
    const world = failing()
    world.write(3)
    Object.assign(world.broken, { database: false })
    const read = readAt(world, 110)
    world.driver.runUntilIdle()
    expect(read.version).toBe(2)
    expect(world.node.counters.staleOnError).toBe(0)
  })
})

it('early refresh loads a fresh copy anew in the background, from the database where the shared one ends as well', () => {
  const askedAt60 = (redisTtl: string) => {
    // Eager: a chance near 1 at half the time.
    const world = nodeWorld({
      cache: { expiry: { policy: 'xfetch', ttl: '100 ms', beta: 100 } },
      redis: { ttl: redisTtl },
    })
    readAt(world, 0)
    world.until(60)
    world.asked.length = 0
    expect(readAt(world, 60)).toEqual({})
    world.until(75)
    expect(world.node.counters).toMatchObject({ refreshes: 1, l1Hits: 1 })
    expect(world.node.tiers.find(world.request.key, 150)?.entry).toMatchObject(world.request.key)
    return world.asked
  }
  expect(askedAt60('1 s')).toEqual(['get'])
  expect(askedAt60('100 ms')).toEqual(['get', 'load', 'set'])
})

it('sliding expiry lives on by being read, no longer than its source', () => {
  const world = nodeWorld({
    cache: { expiry: { policy: 'sliding', ttl: '100 ms', lifetimeMax: '10 s' } },
    redis: { ttl: '300 ms' },
  })
  const reads = [0, 90, 180, 270, 320].map((at) => readAt(world, at))
  world.driver.runUntilIdle()
  expect(reads.map(({ afterMs }) => afterMs)).toEqual([7, 0, 0, 0, 7])
})

it('a load that fails in the background is counted, told to those that wait, and leaves nothing behind', () => {
  const world = nodeWorld()
  const { node, driver, broken, request } = world
  broken.database = true
  driver.runner.start(loadBeside(node, { ...request, endsAt: 0, isAhead: false }), 0, undefined, (outcome) =>
    expect(outcome.kind).toBe('done'),
  )
  const follower = readAt(world, 0.5)
  driver.runUntilIdle()
  expect(follower.error).toBe('OriginUnavailable')
  expect([node.counters.backgroundFailures, node.flights.length, driver.runner.live]).toEqual([1, 0, 0])
})

it('a load that began before the node lost messages is not kept', () => {
  const world = nodeWorld()
  readAt(world, 0)
  world.driver.at(4, () => world.node.reconnected())
  world.driver.runUntilIdle()
  expect(world.node.tiers.find(world.request.key, 10)).toBeUndefined()
})

describe('beside a node with caches of its machine', () => {
  const beside = (copy: Partial<TierCopy>, endsAt: number) => {
    const world = nodeWorld({ lowerTiers: { files: { enabled: true, ttl: '60 s' } } })
    const { node, driver, request, run, asked } = world
    const { perform } = driver.runner
    const filled: TierFill[] = []
    const full: TierCopy = {
      ...request.key,
      version: 1,
      sizeBytes: 100,
      expiresAt: 1000,
      storedAtMs: 0,
      value: undefined,
      ...copy,
    }
    Object.assign(perform, { tierGet: () => full, tierSet: (fill: TierFill) => void filled.push(fill) })
    run(loadBeside(node, { ...request, endsAt, isAhead: true }))
    driver.runUntilIdle()
    expect(node.tiers.holds(request.key, 10)).toBe(true)
    return { asked, filled }
  }

  it('what one of them has is loaded from there', () => {
    expect(beside({}, 0)).toEqual({ asked: [], filled: [] })
  })

  it('unless it ends before the copy that it is to follow; then it is filled with what comes', () => {
    const { asked, filled } = beside({}, 1000)
    expect(asked).toEqual(['get', 'load', 'set'])
    expect(filled).toMatchObject([{ tier: 'files', version: 1 }])
  })
})
