import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { NodeKeys } from './node-keys.ts'
import { Outstanding } from './outstanding.ts'

/**
 * The node with the fewest requests under way; among equals, one at random.
 *
 * Source    Haight, Biometrika 45, 1958; Winston, Journal of Applied Probability 14, 1977 (optimal for equal exponential servers)
 * State     requests under way a node
 * Cost      O(log nodes)
 * Deviates  queues are what this gateway has sent and not got back; with several gateways none of them sees the whole queue
 */
export const joinShortestQueue = policyFamily<BalanceContext, Balance>('balance')(
  'join-shortest-queue',
  { source: 'Haight, Biometrika 45, 1958', cost: 'O(log nodes)' },
  {},
  (_, context) => {
    const outstanding = new Outstanding(context.nodes)
    const keys = new NodeKeys(context)
    return {
      pick() {
        const { least } = keys
        const node = least.nthWithMin(
          least.minCount === 1 ? 0 : Math.floor(context.random() * least.minCount),
        )
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
