import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'
import { SmoothTurn } from './smooth-turn.ts'
import { WeightedDraw } from './weighted-draw.ts'
import { weightsField, weightsOf } from './weights.ts'

const drawsMax = 20

/**
 * Of two different nodes, drawn with chances by weight, the one with fewer requests under way for its weight; of equals the second.
 *
 * Source      nginx, src/http/modules/ngx_http_upstream_random_module.c, `random two least_conn`
 * Parameters  weights
 * Cost        O(1), with unequal weights O(log nodes); after 20 draws smooth weighted turns, O(nodes)
 */
export const randomTwo = policyFamily<BalanceContext, Balance>('balance')(
  'random-two',
  { source: 'nginx ngx_http_upstream_random_module.c, random two least_conn', cost: 'O(log nodes)' },
  { weights: weightsField },
  (parameters, context) => {
    const weights = weightsOf(parameters.weights, context.nodes)
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(context.nodes)
    const turn = new SmoothTurn(weights)
    const isUsable = (node: number) => healthy.has(node)
    let draw = new WeightedDraw(healthy.list, weights)

    function ofTwo(): number {
      const first = draw.draw(context.random)
      for (let tries = 1; tries < drawsMax; tries++) {
        const second = draw.draw(context.random)
        if (second === first) continue
        const isBusier = outstanding.of(second) * weights[first]! > outstanding.of(first) * weights[second]!
        return isBusier ? first : second
      }
      return turn.next(isUsable)
    }

    return {
      pick: () => outstanding.begin(healthy.list.length === 1 ? healthy.list[0]! : ofTwo()),
      finished: (node) => outstanding.end(node),
      setHealthy(node, isHealthy) {
        healthy.set(node, isHealthy)
        if (healthy.count > 0) draw = new WeightedDraw(healthy.list, weights)
      },
    }
  },
)
