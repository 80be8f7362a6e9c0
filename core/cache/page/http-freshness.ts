/**
 * How long a cache of HTTP may give out a page. A copy's age counts from where the page was made, not from when this cache got it: a chain
 * of caches adds no freshness.
 *
 * Source    RFC 9111 (HTTP Caching), sections 4.2 (freshness lifetime), 4.2.3 (age); RFC 5861, section 4 (stale-if-error)
 * Deviates  age is exact, since all clocks of a simulated world are one; whole seconds on the wire are not modelled
 */
import type { Ms } from '#core/units.ts'
import { pageUniform } from '#core/workload/request-source.ts'

export interface TtlRange {
  readonly ttlMsMin: Ms
  readonly ttlMsMax: Ms
}

/** Freshness of a page: fixed for the page, uniform over pages in [ttlMsMin, ttlMsMax]. */
export const pageTtlMs = (page: number, { ttlMsMin, ttlMsMax }: TtlRange): Ms =>
  ttlMsMin + (ttlMsMax - ttlMsMin) * pageUniform(page, 'ttl')

/** End of freshness of a page that was made at a time, perhaps before now. */
export const freshUntil = (page: number, madeAtMs: Ms, range: TtlRange): Ms =>
  madeAtMs + pageTtlMs(page, range)
