import { policyFamily } from '#core/policy.ts'
import { ms } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { distinctDraw } from './distinct-draw.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { Outstanding } from './outstanding.ts'
import { PeakEstimate } from './peak-estimate.ts'

/**
 * Of two nodes drawn at random the one with the smaller estimate of latency times requests under way; a slow answer counts at once.
 *
 * Source      Finagle, PeakEwma.scala; Linkerd 2 uses the same
 * Parameters  decay
 * State       an estimate for each node
 * Cost        O(1)
 * Deviates    failures count as slow as they were: a node that fails fast looks excellent, as there; outlier ejection is for that
 */
export const peakEwma = policyFamily<BalanceContext, Balance>('balance')(
  'peak-ewma',
  { source: 'Finagle PeakEwma.scala', cost: 'O(1)' },
  { decayMs: ms({ min: 1, default: 10_000, meaning: 'time constant with which an estimate fades' }) },
  ({ decayMs }, context) => {
    const { clock, random } = context
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(context.nodes)
    const estimates = Array.from({ length: context.nodes }, () => new PeakEstimate(decayMs, clock.now))
    const drawn = new Int32Array(Math.min(2, context.nodes))
    const load = (node: number) => estimates[node]!.load(outstanding.of(node), clock.now)
    return {
      pick() {
        const found = distinctDraw(healthy.list, drawn, random)
        const [first, second] = drawn as unknown as [number, number]
        return outstanding.begin(found === 1 || load(first) <= load(second) ? first : second)
      },
      finished(node, outcome) {
        outstanding.end(node)
        if (outcome !== undefined) estimates[node]!.observe(outcome.ms, clock.now)
      },
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
