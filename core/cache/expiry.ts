import type { Ms } from '#core/units.ts'
import { fixedTtl } from './expiry/fixed-ttl.ts'

/** Decides how long a new entry is fresh. */
export interface Expiry {
  expiresAt(now: Ms): Ms
}

/** The family's list; the only registration there is. */
export const expiryPolicies = [fixedTtl]
