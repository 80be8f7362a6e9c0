import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { NodeKeys } from './node-keys.ts'
import { Outstanding } from './outstanding.ts'
import { weightsField, weightsOf } from './weights.ts'

/**
 * The least (requests under way + 1) / weight; all idle nodes are equal, whatever their weights. Equals in turn.
 *
 * Source      HAProxy, src/lb_fwlc.c, fwlc_queue_srv: key 0 when nothing is in flight, else (inflight + 1) * 4096 / eweight, whole numbers
 * Parameters  weights
 * Cost        O(log nodes)
 * Deviates    equals in the order of their numbers going round, there in the order in which they got their key
 */
export const haproxyLeastConnections = policyFamily<BalanceContext, Balance>('balance')(
  'haproxy-least-connections',
  { source: 'HAProxy src/lb_fwlc.c', cost: 'O(log nodes)' },
  { weights: weightsField },
  (parameters, context) => {
    const weights = weightsOf(parameters.weights, context.nodes)
    const outstanding = new Outstanding(context.nodes)
    const keys = new NodeKeys(context)
    let first = 0
    function book(node: number): void {
      const inFlight = outstanding.of(node)
      keys.set(node, inFlight === 0 ? 0 : Math.floor(((inFlight + 1) * 4096) / (weights[node]! * 16)))
    }
    return {
      pick() {
        const node = keys.least.nextWithMin(first)
        first = node + 1 === context.nodes ? 0 : node + 1
        outstanding.begin(node)
        book(node)
        return node
      },
      finished(node) {
        outstanding.end(node)
        book(node)
      },
      setHealthy: (node, isHealthy) => keys.setHealthy(node, isHealthy),
    }
  },
)
