import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'

/**
 * The fewest requests under way among two (or d) draws, which may be the same node: with two nodes the busier one is chosen in a
 * quarter of the cases.
 *
 * Source      Envoy, least_request_lb.cc, N_CHOICES with equal weights: the first draw wins ties
 * Parameters  choices, d
 * Cost        O(d)
 */
export const twoChoicesWithReplacement = policyFamily<BalanceContext, Balance>('balance')(
  'two-choices-with-replacement',
  { source: 'Envoy least_request_lb.cc', cost: 'O(choices)' },
  { choices: count({ min: 1, max: 64, default: 2, meaning: 'draws that are compared' }) },
  ({ choices }, context) => {
    const { random } = context
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(context.nodes)
    return {
      pick() {
        const { list } = healthy
        let best = list[Math.floor(random() * list.length)]!
        for (let draw = 1; draw < choices; draw++) {
          const node = list[Math.floor(random() * list.length)]!
          if (outstanding.of(node) < outstanding.of(best)) best = node
        }
        return outstanding.begin(best)
      },
      finished: (node) => outstanding.end(node),
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
