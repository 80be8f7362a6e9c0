import { balancePolicies } from './balance/balance.ts'
import { evictionPolicies } from './cache/eviction.ts'
import { expiryPolicies } from './cache/expiry.ts'
import type { Policy } from './policy.ts'
import { schedulePolicies } from './schedule/schedule.ts'

/** All families. `tandem policies` prints them, the scenario schema checks choices against them. */
// biome-ignore lint/suspicious/noExplicitAny: the members of all families have no common parameters
export const families: Readonly<
  Record<'eviction' | 'expiry' | 'schedule' | 'balance', readonly Policy<any, any, any>[]>
> = {
  eviction: evictionPolicies,
  expiry: expiryPolicies,
  schedule: schedulePolicies,
  balance: balancePolicies,
}
