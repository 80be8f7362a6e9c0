import { invariant } from '#core/invariant.ts'
import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'

/**
 * The node with the fewest requests under way; among equals, in turn.
 *
 * Source    nginx, src/http/modules/ngx_http_upstream_least_conn_module.c (ties by round robin), equal weights
 * State     requests under way a node
 * Cost      O(nodes)
 */
export const leastOutstanding = policyFamily<BalanceContext, Balance>('balance')(
  'least-outstanding',
  { source: 'nginx ngx_http_upstream_least_conn_module.c, equal weights', cost: 'O(nodes)' },
  {},
  (_, { nodes }) => {
    const outstanding = new Int32Array(nodes)
    let first = 0
    return {
      pick() {
        let best = first
        for (let step = 1; step < nodes; step++) {
          const node = first + step < nodes ? first + step : first + step - nodes
          if (outstanding[node]! < outstanding[best]!) best = node
        }
        outstanding[best]!++
        first = best + 1 === nodes ? 0 : best + 1
        return best
      },
      finished(node) {
        if (outstanding[node]! <= 0) invariant(false, `node ${node} has a request under way to finish`)
        outstanding[node]!--
      },
    }
  },
)
