import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { type Flow, sleep } from '#core/flow/effect.ts'
import { createHttpCache, type HttpCache, type HttpCacheRules, throughCache } from '#core/flow/http-cache.ts'
import { emptyTimeline, type PageResponse } from '#core/flow/request.ts'
import type { Outcome } from '#core/flow/task.ts'
import { handDriver } from './hand-driver.ts'

const lock = { lockAgeMs: 50, lockTimeoutMs: 200, lockPollMs: 0 }

/** A tier before an origin that takes 10 ms, with pages of 100 bytes that are fresh for a second. */
function world(given: Partial<HttpCacheRules> = {}, before?: HttpCache) {
  const driver = handDriver()
  const rules: HttpCacheRules = {
    tier: 'edge',
    capacityCount: 10,
    capacityBytes: 0,
    eviction: { policy: 'lru' },
    isCacheable: () => true,
    keyOf: ({ page }) => page,
    freshUntil: (_, madeAtMs) => madeAtMs + 1000,
    staleIfErrorMs: 0,
    coalescing: lock,
    sharePollMs: 0,
    holds: 'asked',
    forgetsWritten: true,
    ...given,
  }
  const cache = createHttpCache({ rules, clock: driver.clock, ...(before && { giveUpTo: before }) })
  const origin = {
    asked: 0,
    tookMs: 10,
    status: 200,
    isDown: false,
    madeAtMs: undefined as number | undefined,
  }
  function* fromOrigin(): Flow<PageResponse> {
    const { isDown, tookMs } = origin
    origin.asked++
    yield* sleep(tookMs)
    if (isDown) throw new TandemError('NodeUnavailable', 'down')
    return {
      status: origin.status,
      sizeBytes: 100,
      shards: 7,
      timeline: emptyTimeline(),
      servedBy: 'node',
      ...(origin.madeAtMs !== undefined && { madeAtMs: origin.madeAtMs }),
    }
  }
  function ask(page: number, kind: 'read' | 'write' = 'read') {
    const seen: { outcome?: Outcome<PageResponse>; atMs?: number } = {}
    const request = { id: 0, kind, tenant: 0, page, query: 0 }
    const task = driver.runner.start(throughCache(cache, request, fromOrigin), -2, undefined, (outcome) =>
      Object.assign(seen, { outcome, atMs: driver.clock.now }),
    )
    return Object.assign(seen, { task })
  }
  return { ...driver, cache, origin, ask }
}

describe('a cache of pages', () => {
  it('gives out a copy until it is no longer fresh, and counts objects and bytes', () => {
    const { ask, runUntilIdle, clock, origin, cache } = world()
    ask(1)
    runUntilIdle()
    const again = ask(1)
    expect(again.outcome).toMatchObject({ value: { servedBy: 'edge', madeAtMs: 10, shards: 7 } })
    clock.now = 1010
    ask(1)
    runUntilIdle()
    expect(origin.asked).toBe(2)
    expect(cache.counters).toMatchObject({ lookups: 3, hits: 1, servedBytes: 300, hitBytes: 100 })
  })

  it('gives those that share an answer theirs when they look for it, as nginx does', () => {
    const { ask, runUntilIdle, clock, cache } = world({ coalescing: 'share', sharePollMs: 500 })
    ask(1)
    clock.now = 3
    const second = ask(1)
    runUntilIdle()
    expect(second.outcome).toMatchObject({ value: { servedBy: 'edge' } })
    expect(clock.now).toBe(503)
    expect(cache.counters).toMatchObject({ lookups: 2, hits: 0, coalesced: 1 })
  })

  it('adds no freshness to what was made before: the age of a copy comes along', () => {
    const { ask, runUntilIdle, clock, origin } = world()
    clock.now = 5000
    origin.madeAtMs = 4100
    ask(1)
    runUntilIdle()
    clock.now = 5099
    expect(ask(1).outcome).toMatchObject({ value: { servedBy: 'edge' } })
    clock.now = 5100
    ask(1)
    expect(origin.asked).toBe(2)
  })

  it('holds no error, nothing personal and no answer that is too old already', () => {
    const { ask, runUntilIdle, clock, origin, cache } = world({ isCacheable: ({ page }) => page < 5 })
    origin.status = 404
    ask(1)
    ask(9)
    runUntilIdle()
    clock.now = 5000
    Object.assign(origin, { status: 200, madeAtMs: 10 })
    ask(2)
    runUntilIdle()
    expect(cache.store.count).toBe(0)
    expect(cache.counters.lookups).toBe(2)
  })

  it('forgets a page that is written through it, when the write succeeds', () => {
    const { ask, runUntilIdle, origin } = world()
    ask(1)
    runUntilIdle()
    origin.status = 500
    ask(1, 'write')
    runUntilIdle()
    expect(ask(1).outcome).toMatchObject({ value: { servedBy: 'edge' } })
    origin.status = 200
    ask(1, 'write')
    runUntilIdle()
    ask(1)
    expect(origin.asked).toBe(4)
  })

  it('gives an outdated copy for a while when the next tier fails, and an error after that', () => {
    const { ask, runUntilIdle, clock, origin, cache } = world({ staleIfErrorMs: 500 })
    ask(1)
    runUntilIdle()
    origin.isDown = true
    clock.now = 1200
    const stale = ask(1)
    runUntilIdle()
    expect(stale.outcome).toMatchObject({ kind: 'done', value: { servedBy: 'edge', madeAtMs: 10 } })
    expect(cache.counters.staleServed).toBe(1)
    clock.now = 1520
    const failed = ask(1)
    runUntilIdle()
    expect(failed.outcome).toMatchObject({ kind: 'failed' })
  })
})

describe('requests for one page that nobody has', () => {
  it.each([
    ['none' as const, 3, 0],
    ['share' as const, 1, 2],
    [lock, 1, 2],
  ])('with coalescing %o ask the origin %d times', (coalescing, asked, coalesced) => {
    const { ask, runUntilIdle, origin, cache } = world({ coalescing })
    const all = [ask(1), ask(1), ask(1)]
    runUntilIdle()
    expect(origin.asked).toBe(asked)
    expect(cache.counters).toMatchObject({ coalesced, servedBytes: 300 })
    for (const { outcome, atMs } of all) expect([outcome?.kind, atMs]).toEqual(['done', 10])
  })

  it('share an error, or the next of them asks under a lock', () => {
    for (const [coalescing, asked] of [
      ['share', 1],
      [lock, 3],
    ] as const) {
      const { ask, runUntilIdle, origin } = world({ coalescing })
      origin.isDown = true
      const all = [ask(1), ask(1), ask(1)]
      runUntilIdle()
      expect(origin.asked).toBe(asked)
      for (const { outcome } of all) expect(outcome?.kind).toBe('failed')
    }
  })

  it('let another try when the holder of the lock takes too long', () => {
    const { ask, runUntilIdle, origin } = world()
    origin.tookMs = 500
    const slow = ask(1)
    origin.tookMs = 500
    const next = ask(1)
    origin.tookMs = 20
    runUntilIdle()
    expect([next.atMs, slow.atMs, origin.asked]).toEqual([70, 500, 2])
  })

  it('go on by themselves when they have waited too long; their answer is not held', () => {
    const { ask, runUntilIdle, origin, cache } = world({ coalescing: { ...lock, lockAgeMs: 5000 } })
    origin.tookMs = 500
    ask(1)
    const waiting = ask(1)
    origin.tookMs = 20
    runUntilIdle()
    expect([waiting.atMs, origin.asked, cache.counters.lockTimeouts]).toEqual([220, 2, 1])
    expect(cache.store.count).toBe(1)
  })

  it('find the page only when they look, where they look now and then as those of nginx do', () => {
    const { ask, runUntilIdle, origin } = world({
      coalescing: { lockAgeMs: 5000, lockTimeoutMs: 5000, lockPollMs: 500 },
    })
    origin.tookMs = 80
    const [first, second] = [ask(1), ask(1)]
    runUntilIdle()
    expect([first.atMs, second.atMs, origin.asked]).toEqual([80, 500, 1])
  })

  it('take over from a holder that was cancelled', () => {
    const { ask, runUntilIdle, origin, cache, runner } = world()
    const [first, second] = [ask(1), ask(1)]
    first.task.cancel()
    runUntilIdle()
    expect([second.outcome?.kind, origin.asked, cache.locks.length, runner.live]).toEqual(['done', 2, 0, 0])
  })
})

describe('a cache that holds what another gives up', () => {
  it('has a page when the one before has not, never both', () => {
    const upper = world({ tier: 'regional', holds: 'evicted' })
    const lower = world({ capacityCount: 2 }, upper.cache)
    for (const page of [1, 2, 3]) lower.ask(page)
    lower.runUntilIdle()
    expect(upper.cache.store.count).toBe(1)
    upper.clock.now = 20
    expect(upper.ask(1).outcome).toMatchObject({ value: { servedBy: 'regional', madeAtMs: 10 } })
    expect(upper.cache.store.count).toBe(0)
    upper.ask(4)
    upper.runUntilIdle()
    expect(upper.cache.store.count).toBe(0)
  })
})
