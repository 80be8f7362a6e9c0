import { describe, expect, it } from 'vitest'
import { hitRatioMetrics, nodeTierCounts, pageTierCounts } from '#core/cache/hit-ratios.ts'
import { httpCacheCounters } from '#core/flow/http-cache.ts'
import { createNode } from '#core/flow/node.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const { counters } = createNode({ index: 0, scenario: smallScenario(), clock: { now: 0 } })
const zero = { front: {}, gateway: pageTierCounts(httpCacheCounters()), inner: nodeTierCounts(counters) }
const page = { lookups: 0, hits: 0, readBytes: 0, hitBytes: 0 }

describe('hit ratios', () => {
  it('count a request that another answered as a hit', () => {
    const counted = {
      ...httpCacheCounters(),
      lookups: 10,
      hits: 3,
      coalesced: 2,
      servedBytes: 100,
      hitBytes: 60,
    }
    expect(pageTierCounts(counted)).toEqual({ lookups: 10, hits: 5, readBytes: 100, hitBytes: 60 })
  })

  it('of a tier relate to what came past the tiers before it', () => {
    const inner = nodeTierCounts({
      ...counters,
      l1Lookups: 100,
      l1Hits: 50,
      l2Hits: 25,
      remoteLookups: 25,
      remoteHits: 5,
      readBytes: 1000,
      l1HitBytes: 600,
      l2HitBytes: 100,
      remoteHitBytes: 150,
    })
    const metrics = hitRatioMetrics(zero, { ...zero, inner })
    expect(metrics['hitRatio.l2']).toEqual({ value: 0.5, unit: 'ratio' })
    expect(metrics['hitRatio.redis']!.value).toBe(0.2)
    expect(metrics['byteHitRatio.l1']!.value).toBe(0.6)
    expect(metrics['byteHitRatio.l2']!.value).toBe(0.25)
    expect(metrics['byteHitRatio.redis']!.value).toBe(0.5)
    expect(metrics['hitRatio.endToEnd']!.value).toBe(0.8)
    expect(metrics['byteHitRatio.endToEnd']!.value).toBe(0.85)
  })

  it('end to end by bytes are what the origin did not have to make, pages included', () => {
    const inner = nodeTierCounts({ ...counters, l1Lookups: 10, l1Hits: 5, readBytes: 100, l1HitBytes: 50 })
    const front = { edge: { lookups: 10, hits: 8, readBytes: 1000, hitBytes: 800 } }
    const gateway = { lookups: 2, hits: 1, readBytes: 200, hitBytes: 100 }
    const metrics = hitRatioMetrics({ ...zero, front: { edge: page } }, { front, gateway, inner })
    expect(metrics['byteHitRatio.endToEnd']!.value).toBeCloseTo(0.95, 9)
    expect(metrics['hitRatio.endToEnd']!.value).toBeCloseTo((8 + 1 + 5) / (8 + 2 + 10), 9)
    expect(metrics['hitRatio.edge']!.value).toBe(0.8)
  })

  it('never pass 1 where nodes have no cache of their own', () => {
    const inner = nodeTierCounts({
      ...counters,
      remoteLookups: 10,
      remoteHits: 9,
      readBytes: 10,
      remoteHitBytes: 9,
    })
    expect(hitRatioMetrics(zero, { ...zero, inner })['hitRatio.endToEnd']!.value).toBe(0.9)
  })

  it('of what was never asked are 0', () => {
    for (const { value } of Object.values(hitRatioMetrics(zero, zero))) expect(value).toBe(0)
  })
})
