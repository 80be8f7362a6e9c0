import { TandemError } from '#core/errors.ts'
import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { FailLimit, failFields } from './fail-limit.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { SmoothTurn } from './smooth-turn.ts'
import { weightsField, weightsOf } from './weights.ts'

/**
 * Smooth weighted round robin: turns in proportion to weights, spread evenly; failing nodes get fewer, then none for a time.
 *
 * Source      nginx, src/http/ngx_http_upstream_round_robin.c
 * Parameters  weights; failsMax, failTimeout
 * Cost        O(1) while no node fails, else O(nodes)
 */
export const smoothWeighted = policyFamily<BalanceContext, Balance>('balance')(
  'smooth-weighted',
  { source: 'nginx ngx_http_upstream_round_robin.c', cost: 'O(1) while no node fails, else O(nodes)' },
  { weights: weightsField, ...failFields },
  ({ weights, failsMax, failTimeoutMs }, context) => {
    const { nodes, clock } = context
    const healthy = new HealthyNodes(context)
    const turn = new SmoothTurn(weightsOf(weights, nodes))
    const limit = new FailLimit(nodes, failsMax, failTimeoutMs)
    const isUsable = (node: number) => healthy.has(node) && limit.isUsable(node, clock.now)
    return {
      pick() {
        const isWhole = healthy.count === nodes && limit.isClear
        const node = isWhole ? turn.nextOfAll() : turn.next(isUsable)
        if (node < 0) throw new TandemError('NodeUnavailable', 'every node is unhealthy or failed too often')
        limit.chosen(node, clock.now)
        return node
      },
      finished(node, outcome) {
        if (outcome === undefined) return
        if (!outcome.isFailed) return limit.succeeded(node)
        limit.failed(node, clock.now)
        if (failsMax > 0) turn.failed(node, failsMax)
      },
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
