import type { Random } from '#core/random.ts'
import type { Ms } from '#core/units.ts'
import { fixedTtl } from './expiry/fixed-ttl.ts'
import { jitteredTtl } from './expiry/jittered-ttl.ts'
import { sliding } from './expiry/sliding.ts'
import { staleIfError } from './expiry/stale-if-error.ts'
import { staleWhileRevalidate } from './expiry/stale-while-revalidate.ts'
import { xfetch } from './expiry/xfetch.ts'

/** What is known of a copy's age. */
export interface Freshness {
  readonly storedAt: Ms
  readonly expiresAt: Ms
  /** How long it took to make it. */
  readonly loadMs: Ms
}

/**
 * Decides how long an entry is fresh, and what it is good for afterwards. Members beyond the first are optional: without them reads do
 * not extend freshness, nothing is refreshed early and nothing stale is served.
 */
export interface Expiry {
  /** End of freshness of an entry that is stored now. */
  expiresAt(now: Ms): Ms
  /** End of freshness after a fresh copy was hit. */
  onHit?(copy: Freshness, now: Ms): Ms
  /** Whether a copy that is still fresh is to be loaded anew, beside serving it. */
  isRefreshDue?(copy: Freshness, now: Ms): boolean
  /** Whether a copy that is no longer fresh may be served: while it is loaded anew, or because that failed. */
  isStaleServable?(copy: Freshness, now: Ms, cause: 'revalidating' | 'error'): boolean
}

export interface ExpiryContext {
  /** Uniform draws, for policies that spread expiry. */
  readonly random: Random
}

/** The family's list; the only registration there is. */
export const expiryPolicies = [fixedTtl, jitteredTtl, sliding, staleWhileRevalidate, staleIfError, xfetch]
