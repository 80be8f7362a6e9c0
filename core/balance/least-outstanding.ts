import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { NodeKeys } from './node-keys.ts'
import { Outstanding } from './outstanding.ts'

/**
 * The node with the fewest requests under way; among equals, in turn.
 *
 * Source    nginx, src/http/modules/ngx_http_upstream_least_conn_module.c (ties by round robin), equal weights
 * State     requests under way a node
 * Cost      O(log nodes)
 */
export const leastOutstanding = policyFamily<BalanceContext, Balance>('balance')(
  'least-outstanding',
  { source: 'nginx ngx_http_upstream_least_conn_module.c, equal weights', cost: 'O(log nodes)' },
  {},
  (_, context) => {
    const outstanding = new Outstanding(context.nodes)
    const keys = new NodeKeys(context)
    let first = 0
    return {
      pick() {
        const node = keys.least.nextWithMin(first)
        first = node + 1 === context.nodes ? 0 : node + 1
        keys.set(node, outstanding.of(outstanding.begin(node)))
        return node
      },
      finished(node) {
        outstanding.end(node)
        keys.set(node, outstanding.of(node))
      },
      setHealthy: (node, isHealthy) => keys.setHealthy(node, isHealthy),
    }
  },
)
