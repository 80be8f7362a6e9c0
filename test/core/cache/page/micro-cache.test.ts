import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pageTtlMs } from '#core/cache/page/http-freshness.ts'
import { gatewayExpiresAt, gatewayVariance, isGatewayCacheable } from '#core/cache/page/micro-cache.ts'
import { pageKey } from '#core/cache/page/page-key.ts'

const config = {
  isEnabled: true,
  ttlMsMin: 300,
  ttlMsMax: 1200,
  capacityCount: 10,
  coalesces: true,
  sharePollMs: 0,
  cacheableRatio: 0.4,
  balances: 'request' as const,
  panicBelow: 0,
}

it('the freshness of a page lies in the range and is always the same', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (page) => {
      const ttlMs = pageTtlMs(page, config)
      return ttlMs >= 300 && ttlMs <= 1200 && ttlMs === pageTtlMs(page, config)
    }),
  )
})

it('a copy ends with its bucket: within one TTL, at moments one TTL apart', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(1e9), (page, now) => {
      const ttlMs = Math.round(pageTtlMs(page, config))
      const end = gatewayExpiresAt(page, now, config)
      return end > now && end <= now + ttlMs && gatewayExpiresAt(page, end, config) === end + ttlMs
    }),
  )
})

it('the given share of pages may be cached, and none when it is off', () => {
  const pages = Array.from({ length: 10_000 }, (_, page) => page)
  const share = pages.filter((page) => isGatewayCacheable(page, config)).length / pages.length
  expect(share).toBeCloseTo(0.4, 1)
  expect(pages.some((page) => isGatewayCacheable(page, { ...config, isEnabled: false }))).toBe(false)
})

it('page, query and tenant each make another key', () => {
  const workload = { queries: 3, tenants: 4 } as Parameters<typeof pageKey>[1]
  const keys = new Set<number>()
  for (let page = 0; page < 10; page++)
    for (let query = 0; query < 3; query++)
      for (let tenant = 0; tenant < 4; tenant++)
        keys.add(pageKey({ id: 0, kind: 'read', page, query, tenant }, workload, gatewayVariance))
  expect(keys.size).toBe(120)
})
