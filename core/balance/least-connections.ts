import { TandemError } from '#core/errors.ts'
import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { FailLimit, failFields } from './fail-limit.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'
import { SmoothTurn } from './smooth-turn.ts'
import { weightsField, weightsOf } from './weights.ts'

/**
 * The fewest requests under way for its weight; among equals, smooth weighted turns.
 *
 * Source      nginx, src/http/modules/ngx_http_upstream_least_conn_module.c
 * Parameters  weights; failsMax, failTimeout
 * Cost        O(nodes)
 */
export const leastConnections = policyFamily<BalanceContext, Balance>('balance')(
  'least-connections',
  { source: 'nginx ngx_http_upstream_least_conn_module.c', cost: 'O(nodes)' },
  { weights: weightsField, ...failFields },
  (parameters, context) => {
    const { nodes, clock } = context
    const { failsMax, failTimeoutMs } = parameters
    const weights = weightsOf(parameters.weights, nodes)
    const healthy = new HealthyNodes(context)
    const turn = new SmoothTurn(weights)
    const limit = new FailLimit(nodes, failsMax, failTimeoutMs)
    const outstanding = new Outstanding(nodes)
    const isUsable = (node: number) => healthy.has(node) && limit.isUsable(node, clock.now)
    /** Below 0 when node has fewer for its weight than other: without division, so that equals are equal. */
    const difference = (node: number, other: number) =>
      outstanding.of(node) * weights[other]! - outstanding.of(other) * weights[node]!

    function least(): number {
      let best = -1
      let isTied = false
      for (let node = 0; node < nodes; node++) {
        if (!isUsable(node)) continue
        const order = best < 0 ? -1 : difference(node, best)
        if (order < 0) {
          best = node
          isTied = false
        } else if (order === 0) isTied = true
      }
      return isTied ? turn.next((node) => isUsable(node) && difference(node, best) === 0) : best
    }

    return {
      pick() {
        const node = least()
        if (node < 0) throw new TandemError('NodeUnavailable', 'every node is unhealthy or failed too often')
        limit.chosen(node, clock.now)
        return outstanding.begin(node)
      },
      finished(node, outcome) {
        outstanding.end(node)
        if (outcome === undefined) return
        if (!outcome.isFailed) return limit.succeeded(node)
        limit.failed(node, clock.now)
        if (failsMax > 0) turn.failed(node, failsMax)
      },
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
