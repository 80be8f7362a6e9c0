import { describe, expect, it } from 'vitest'
import { delivery } from '#core/scenario/delivery-schema.ts'
import { check } from '#core/schema.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

describe('the caches before the gateway', () => {
  it('are off unless a scenario says otherwise', () => {
    expect(smallScenario().delivery.isEnabled).toBe(false)
  })

  it('hold personal pages in browsers only, and page, query and tenant tell copies apart', () => {
    const { browser, edge, regional, variesByQuery, variesByTenant } = smallScenario().delivery
    expect(browser.cacheableRatio).toBe(1)
    expect([edge, regional].map(({ cacheableRatio }) => cacheableRatio)).toEqual([0.5, 0.5])
    expect([variesByQuery, variesByTenant]).toEqual([true, true])
  })

  it('refuse a shortest freshness above the longest, naming the place', () => {
    const { problems } = check(delivery, { edge: { ttlMin: '3 s', ttlMax: '2 s' } }, '', 'written')
    expect(problems).toMatchObject([{ path: 'edge.ttlMin', message: 'is longer than ttlMax' }])
  })
})
