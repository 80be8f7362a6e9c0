import { expect, it } from 'vitest'
import { staleWhileRevalidate } from '#core/cache/expiry/stale-while-revalidate.ts'

it('max-age 600, stale-while-revalidate 30: 599 s is fresh, 615 s stale and served, 631 s not (RFC 5861)', () => {
  const expiry = staleWhileRevalidate.create({ ttl: 600_000, staleFor: 30_000 }, undefined)
  const copy = { storedAt: 0, expiresAt: expiry.expiresAt(0), loadMs: 10 }
  expect(copy.expiresAt).toBeGreaterThan(599_000)
  expect(copy.expiresAt).toBeLessThan(615_000)
  expect(expiry.isStaleServable!(copy, 615_000, 'revalidating')).toBe(true)
  expect(expiry.isStaleServable!(copy, 631_000, 'revalidating')).toBe(false)
  expect(expiry.isStaleServable!(copy, 615_000, 'error')).toBe(false)
})
