import { pow } from '#core/math/pow.ts'
import { policyFamily } from '#core/policy.ts'
import { number } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { NodeKeys } from './node-keys.ts'
import { Outstanding } from './outstanding.ts'
import { weightsField, weightsOf } from './weights.ts'

/**
 * Earliest deadline first: a node that is chosen gets its next turn after 1 / (weight / (requests under way + 1)^bias).
 *
 * Source      Envoy, source/extensions/load_balancing_policies/least_request, hostWeight; EdfScheduler
 * Parameters  weights; activeRequestBias 0.. (0 is weighted round robin)
 * State       a deadline for each node, and the deadline served last as the time
 * Cost        O(log nodes)
 * Deviates    of equal deadlines the earlier node; there the one that got it first. There it serves unequal weights only
 */
export const weightedLeastRequest = policyFamily<BalanceContext, Balance>('balance')(
  'weighted-least-request',
  { source: 'Envoy least_request_lb.cc', cost: 'O(log nodes)' },
  {
    weights: weightsField,
    activeRequestBias: number({
      min: 0,
      max: 10,
      default: 1,
      meaning: 'how strongly requests under way lower a weight',
    }),
  },
  ({ activeRequestBias, ...parameters }, context) => {
    const weights = weightsOf(parameters.weights, context.nodes)
    const outstanding = new Outstanding(context.nodes)
    const deadlines = new NodeKeys(context)
    const delay = (node: number) =>
      1 / requestWeight({ weight: weights[node]!, active: outstanding.of(node), bias: activeRequestBias })
    let served = 0
    for (let node = 0; node < context.nodes; node++) deadlines.set(node, delay(node))
    return {
      pick() {
        const node = deadlines.least.nthWithMin(0)
        served = deadlines.of(node)
        deadlines.set(node, served + delay(node))
        return outstanding.begin(node)
      },
      finished: (node) => outstanding.end(node),
      setHealthy(node, isHealthy) {
        deadlines.setHealthy(node, isHealthy)
        // What was missed while it was away is not made up for.
        if (isHealthy) deadlines.set(node, Math.max(deadlines.of(node), served))
      },
    }
  },
)

/** weight / (active + 1)^bias. */
export const requestWeight = ({
  weight,
  active,
  bias,
}: {
  weight: number
  active: number
  bias: number
}): number => (bias === 1 ? weight / (active + 1) : weight / pow(active + 1, bias))
