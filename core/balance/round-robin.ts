import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'

/**
 * Each node in turn.
 *
 * Source  nginx, src/http/ngx_http_upstream_round_robin.c, with equal weights
 * Cost    O(1)
 */
export const roundRobin = policyFamily<BalanceContext, Balance>('balance')(
  'round-robin',
  { source: 'nginx ngx_http_upstream_round_robin.c, equal weights', cost: 'O(1)' },
  {},
  (_, { nodes }) => {
    let next = 0
    return {
      pick() {
        const node = next
        next = node + 1 === nodes ? 0 : node + 1
        return node
      },
      finished() {},
    }
  },
)
