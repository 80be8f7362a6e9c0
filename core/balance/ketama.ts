import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { crc32 } from './crc32.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { KetamaRing } from './ketama-ring.ts'
import { nodeNames } from './node-names.ts'
import { weightsField, weightsOf } from './weights.ts'

/**
 * Consistent hashing: the node of the first point of a ring at or after the hash of the key. A node that comes or goes moves only its
 * own keys.
 *
 * Source      nginx, src/http/modules/ngx_http_upstream_hash_module.c, `hash $key consistent`; Karger et al., STOC 1997
 * Parameters  weights
 * Cost        O(log points), 160 points for each unit of weight
 * Deviates    unhealthy nodes are passed over along the whole ring; nginx gives up after 20 points and takes turns
 */
export const ketama = policyFamily<BalanceContext, Balance>('balance')(
  'ketama',
  { source: 'nginx ngx_http_upstream_hash_module.c, hash consistent', cost: 'O(log points)' },
  { weights: weightsField },
  ({ weights }, context) => {
    const healthy = new HealthyNodes(context)
    const ring = new KetamaRing(nodeNames(context), weightsOf(weights, context.nodes))
    return {
      pick({ key } = { key: '', tenant: 0 }) {
        healthy.needOne()
        let point = ring.find(crc32(key))
        while (!healthy.has(ring.nodes[point]!)) point = ring.after(point)
        return ring.nodes[point]!
      },
      finished() {},
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
