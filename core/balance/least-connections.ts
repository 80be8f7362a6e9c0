import { TandemError } from '#core/errors.ts'
import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { FailLimit, failFields } from './fail-limit.ts'
import { LeastTurn } from './least-turn.ts'
import { weightsField, weightsOf } from './weights.ts'

/**
 * The fewest requests under way for its weight; among equals, smooth weighted turns.
 *
 * Source      nginx, src/http/modules/ngx_http_upstream_least_conn_module.c
 * Parameters  weights; failsMax, failTimeout
 * Cost        O(weights that differ + log nodes); O(nodes) while a node is passed over for its failures
 */
export const leastConnections = policyFamily<BalanceContext, Balance>('balance')(
  'least-connections',
  {
    source: 'nginx ngx_http_upstream_least_conn_module.c',
    cost: 'O(weights that differ + log nodes)',
  },
  { weights: weightsField, ...failFields },
  (parameters, context) => {
    const { nodes, clock } = context
    const { failsMax, failTimeoutMs } = parameters
    const limit = new FailLimit(nodes, failsMax, failTimeoutMs)
    const loads = new LeastTurn(weightsOf(parameters.weights, nodes), context)
    const isUsable = (node: number) => limit.isUsable(node, clock.now)

    return {
      pick() {
        const node = limit.isClear ? loads.take() : loads.takeAmong(isUsable)
        if (node < 0) throw new TandemError('NodeUnavailable', 'every node is unhealthy or failed too often')
        limit.chosen(node, clock.now)
        return node
      },
      finished(node, outcome) {
        loads.give(node)
        if (outcome === undefined) return
        if (!outcome.isFailed) return limit.succeeded(node)
        limit.failed(node, clock.now)
        if (failsMax > 0) loads.failed(node, failsMax)
      },
      setHealthy: (node, isHealthy) => loads.setHealthy(node, isHealthy),
    }
  },
)
