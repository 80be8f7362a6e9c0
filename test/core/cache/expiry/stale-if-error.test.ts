import { expect, it } from 'vitest'
import { staleIfError } from '#core/cache/expiry/stale-if-error.ts'

it('a stale copy is served for a while when loading fails, and only then', () => {
  const expiry = staleIfError.create({ ttl: 600_000, staleFor: 1_200_000 }, undefined)
  const copy = { storedAt: 0, expiresAt: expiry.expiresAt(0), loadMs: 10 }
  expect(expiry.isStaleServable!(copy, 900_000, 'error')).toBe(true)
  expect(expiry.isStaleServable!(copy, 900_000, 'revalidating')).toBe(false)
  expect(expiry.isStaleServable!(copy, 1_800_000, 'error')).toBe(false)
})
