import { balancePolicies } from './balance/balance.ts'
import { evictionPolicies } from './cache/eviction.ts'
import { expiryPolicies } from './cache/expiry.ts'
import type { Policy } from './policy.ts'
import { schedulePolicies } from './schedule/schedule.ts'

// biome-ignore lint/suspicious/noExplicitAny: the members of all families have no common parameters
type AnyPolicy = Policy<any, any, any>

/** All families. `tandem policies` prints them, the scenario schema checks choices against them. */
export const families: Readonly<
  Record<'eviction' | 'expiry' | 'schedule' | 'balance', readonly AnyPolicy[]>
> = {
  eviction: evictionPolicies,
  expiry: expiryPolicies,
  schedule: schedulePolicies,
  balance: balancePolicies,
}
