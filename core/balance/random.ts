import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { WeightedDraw } from './weighted-draw.ts'
import { weightsField, weightsOf } from './weights.ts'

/**
 * A node at random, with chances in proportion to the weights.
 *
 * Source      nginx, src/http/modules/ngx_http_upstream_random_module.c, `random`
 * Parameters  weights
 * Cost        O(1), with unequal weights O(log nodes)
 */
export const random = policyFamily<BalanceContext, Balance>('balance')(
  'random',
  { source: 'nginx ngx_http_upstream_random_module.c', cost: 'O(1)' },
  { weights: weightsField },
  (parameters, context) => {
    const weights = weightsOf(parameters.weights, context.nodes)
    const healthy = new HealthyNodes(context)
    let draw = new WeightedDraw(healthy.list, weights)
    return {
      pick() {
        healthy.needOne()
        return draw.draw(context.random)
      },
      finished() {},
      setHealthy(node, isHealthy) {
        healthy.set(node, isHealthy)
        if (healthy.count > 0) draw = new WeightedDraw(healthy.list, weights)
      },
    }
  },
)
