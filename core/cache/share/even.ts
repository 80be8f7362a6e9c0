import type { Share } from '#core/cache/share.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * The same for every tenant; what does not divide goes to the first ones.
 *
 * Source  Ghodsi, Zaharia, Hindman, Konwinski, Shenker, Stoica, NSDI 2011, section 1 (max-min fair shares of one resource, equal demands)
 * Cost    O(tenants)
 */
export const even = policyFamily<undefined, Share>('share')(
  'even',
  { source: 'Ghodsi et al., NSDI 2011', cost: 'O(tenants)' },
  {},
  () => ({
    divide(tenants, capacity) {
      const each = Math.floor(capacity / tenants.length)
      const rest = capacity - each * tenants.length
      return tenants.map((_, index) => each + (index < rest ? 1 : 0))
    },
  }),
)
