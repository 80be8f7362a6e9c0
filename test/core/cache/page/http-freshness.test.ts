import fc from 'fast-check'
import { it } from 'vitest'
import { freshUntil, pageTtlMs } from '#core/cache/page/http-freshness.ts'

it('a page is fresh for a time of its own in the range, from when it was made', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e9), (page, madeAtMs) => {
      const range = { ttlMsMin: 300, ttlMsMax: 1200 }
      const end = freshUntil(page, madeAtMs, range)
      return end === madeAtMs + pageTtlMs(page, range) && end >= madeAtMs + 300 && end <= madeAtMs + 1200
    }),
  )
})
