import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  coalescedFetchesPerSecond,
  staleReadRatio,
  staleTimeRatio,
  ttlHitRatio,
  ttlHitRatioRestarted,
  uncoalescedFetchesPerSecond,
} from '#core/model/micro-cache.ts'
import { stream } from '#core/random.ts'
import { parameter, readOracle } from '#test/oracle/read-oracle.ts'

const rows = (name: string) => readOracle('policies').filter((row) => row.name === name)

describe('time-to-live cache formulas', () => {
  for (const row of rows('cache.ttl.no_reset'))
    it(`hit ratio with ${row.parameters} is ${row.expected}`, () => {
      const key = {
        readsPerSecond: parameter(row.parameters!, 'lambda'),
        ttlMs: parameter(row.parameters!, 'TTL') * 1000,
      }
      expect(ttlHitRatio(key)).toBeCloseTo(Number(row.expected), 6)
    })

  for (const row of rows('cache.ttl.reset_on_access'))
    it(`hit ratio with ${row.parameters}, restarted on access, is ${row.expected}`, () => {
      const key = {
        readsPerSecond: parameter(row.parameters!, 'lambda'),
        ttlMs: parameter(row.parameters!, 'TTL') * 1000,
      }
      expect(ttlHitRatioRestarted(key)).toBeCloseTo(Number(row.expected), 6)
    })

  for (const row of rows('cache.ttl.stale_fraction'))
    it(`share of stale reads with ${row.parameters} is ${row.expected}`, () => {
      const key = {
        readsPerSecond: parameter(row.parameters!, 'reads'),
        ttlMs: parameter(row.parameters!, 'TTL') * 1000,
      }
      expect(staleReadRatio(key, parameter(row.parameters!, 'updates'))).toBeCloseTo(Number(row.expected), 6)
    })

  it('an update a second and a delay of 50 ms leave a copy stale 4.8771 % of the time', () => {
    expect(staleTimeRatio(1, 50)).toBeCloseTo(Number(rows('cache.pubsub.stale')[0]!.expected), 6)
  })

  it('100 reads a second, 1 s to live, 50 ms to fetch: 0.943396 fetches a second shared, 5.660377 each for itself', () => {
    const [shared, alone] = rows('cache.coalesce')[0]!.expected!.split('|').map(Number)
    expect(coalescedFetchesPerSecond({ readsPerSecond: 100, ttlMs: 1000 }, 50)).toBeCloseTo(shared!, 6)
    expect(uncoalescedFetchesPerSecond({ readsPerSecond: 100, ttlMs: 1000 }, 50)).toBeCloseTo(alone!, 6)
  })

  it('agrees with counting hits and stale reads one by one', () => {
    const random = stream(1, 'micro-cache')
    const gap = (perSecond: number) => -Math.log(random()) / perSecond
    const [reads, updates, ttl] = [5, 0.5, 10]
    let [now, nextUpdate, expiry, hits, stale, isFresh] = [0, gap(updates), 0, 0, 0, true]
    const count = 200_000
    for (let i = 0; i < count; i++) {
      now += gap(reads)
      for (; nextUpdate <= now; nextUpdate += gap(updates)) isFresh = false
      if (now < expiry) {
        hits++
        if (!isFresh) stale++
      } else {
        expiry = now + ttl
        isFresh = true
      }
    }
    const key = { readsPerSecond: reads, ttlMs: ttl * 1000 }
    expect(hits / count).toBeCloseTo(ttlHitRatio(key), 2)
    expect(stale / count).toBeCloseTo(staleReadRatio(key, updates), 1)
  })

  it('stale reads are never more than hits', () => {
    const positive = fc.double({ min: 0.01, max: 1000, noNaN: true })
    fc.assert(
      fc.property(positive, positive, positive, (readsPerSecond, updates, ttlMs) => {
        const key = { readsPerSecond, ttlMs }
        const share = staleReadRatio(key, updates)
        expect(share).toBeGreaterThanOrEqual(-1e-12)
        expect(share).toBeLessThanOrEqual(ttlHitRatio(key))
      }),
      { seed: 1 },
    )
  })
})
