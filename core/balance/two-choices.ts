import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { distinctDraw } from './distinct-draw.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'

/**
 * The fewest requests under way among two (or d) different nodes drawn at random.
 *
 * Source      Mitzenmacher, IEEE TPDS 12(10), 2001; Vvedenskaya, Dobrushin, Karpelevich, 1996
 * Parameters  choices, d
 * Cost        O(d^2)
 * Deviates    more choices than nodes look at all nodes; of equals the one drawn first
 */
export const twoChoices = policyFamily<BalanceContext, Balance>('balance')(
  'two-choices',
  { source: 'Mitzenmacher, IEEE TPDS 12(10), 2001', cost: 'O(choices^2)' },
  { choices: count({ min: 1, max: 64, default: 2, meaning: 'different nodes that are looked at' }) },
  ({ choices }, context) => {
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(context.nodes)
    const drawn = new Int32Array(Math.min(choices, context.nodes))
    return {
      pick() {
        const found = distinctDraw(healthy.list, drawn, context.random)
        let best = drawn[0]!
        for (let index = 1; index < found; index++)
          if (outstanding.of(drawn[index]!) < outstanding.of(best)) best = drawn[index]!
        return outstanding.begin(best)
      },
      finished: (node) => outstanding.end(node),
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
