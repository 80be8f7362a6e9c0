import { policyFamily } from '#core/policy.ts'
import { number } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { crc32 } from './crc32.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { KetamaRing } from './ketama-ring.ts'
import { nodeNames } from './node-names.ts'
import { Outstanding } from './outstanding.ts'
import { weightsOf } from './weights.ts'

/**
 * Consistent hashing in which no node gets more than ceil(c * requests under way / nodes): a full node passes to the next on the ring.
 *
 * Source      Mirrokni, Thorup, Zadimoghaddam, Consistent Hashing with Bounded Loads, SODA 2018
 * Parameters  loadFactor, c
 * Cost        O(log points), plus the points that are passed over: O(1 / (c - 1)^2) on average
 * Deviates    the ring is nginx's; nodes that are not healthy do not count
 */
export const boundedLoad = policyFamily<BalanceContext, Balance>('balance')(
  'bounded-load',
  { source: 'Mirrokni, Thorup, Zadimoghaddam, SODA 2018', cost: 'O(log points)' },
  {
    loadFactor: number({ min: 1.01, max: 100, default: 1.25, meaning: 'most load of a node, in mean loads' }),
  },
  ({ loadFactor }, context) => {
    const healthy = new HealthyNodes(context)
    const outstanding = new Outstanding(context.nodes)
    const ring = new KetamaRing(nodeNames(context), weightsOf([], context.nodes))
    return {
      pick({ key } = { key: '', tenant: 0 }) {
        const requests = outstanding.total + 1
        const capacity = Math.ceil((loadFactor * requests) / healthy.list.length)
        let point = ring.find(crc32(key))
        // Some node is below the mean, so below its capacity: unless unhealthy nodes, which still have requests, raise it.
        while (!healthy.has(ring.nodes[point]!) || outstanding.of(ring.nodes[point]!) >= capacity)
          point = ring.after(point)
        return outstanding.begin(ring.nodes[point]!)
      },
      finished: (node) => outstanding.end(node),
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
