import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { SmoothTurn } from './smooth-turn.ts'
import { weightOwner } from './weight-owner.ts'
import { weightsField, weightsOf } from './weights.ts'

const triesMax = 20

/**
 * A hash of the first three bytes of the client's address: clients of one network of 256 share a node.
 *
 * Source      nginx, src/http/modules/ngx_http_upstream_ip_hash_module.c, IPv4: hash = (hash * 113 + byte) mod 6271, from 89
 * Parameters  weights
 * Cost        O(1), with unequal weights O(nodes)
 * Deviates    a client is a number, its address 10.0.0.0 plus that number
 */
export const ipHash = policyFamily<BalanceContext, Balance>('balance')(
  'ip-hash',
  { source: 'nginx ngx_http_upstream_ip_hash_module.c', cost: 'O(1), with unequal weights O(nodes)' },
  { weights: weightsField },
  (parameters, context) => {
    const weights = weightsOf(parameters.weights, context.nodes)
    const owner = weightOwner(weights)
    const healthy = new HealthyNodes(context)
    const turn = new SmoothTurn(weights)
    return {
      pick(request) {
        healthy.needOne()
        const address = 0x0a000000 + (request?.client ?? 0)
        let hash = 89
        for (let attempt = 0; attempt < triesMax; attempt++) {
          for (let shift = 24; shift >= 8; shift -= 8)
            hash = (hash * 113 + ((address >>> shift) & 255)) % 6271
          const node = owner(hash)
          if (healthy.has(node)) return node
        }
        return turn.next((node) => healthy.has(node))
      },
      finished() {},
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)
