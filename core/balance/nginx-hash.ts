import { policyFamily } from '#core/policy.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { crc32 } from './crc32.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { SmoothTurn } from './smooth-turn.ts'
import { weightOwner } from './weight-owner.ts'
import { weightsField, weightsOf } from './weights.ts'

const triesMax = 20

/**
 * The hash of the key modulo the sum of weights; an unhealthy node is passed over by hashing again, at most 20 times.
 *
 * Source      nginx, src/http/modules/ngx_http_upstream_hash_module.c, `hash $key`
 * Parameters  weights
 * Cost        O(nodes); with equal weights O(1)
 * Deviates    an absent key counts as empty
 */
export const nginxHash = policyFamily<BalanceContext, Balance>('balance')(
  'nginx-hash',
  { source: 'nginx ngx_http_upstream_hash_module.c, hash', cost: 'O(1), with unequal weights O(nodes)' },
  { weights: weightsField },
  (parameters, context) => {
    const weights = weightsOf(parameters.weights, context.nodes)
    const owner = weightOwner(weights)
    const healthy = new HealthyNodes(context)
    const turn = new SmoothTurn(weights)
    return {
      pick({ key } = { key: '', tenant: 0 }) {
        healthy.needOne()
        let sum = 0
        for (let attempt = 0; attempt < triesMax; attempt++) {
          sum += attemptHash(key, attempt)
          const node = owner(sum)
          if (healthy.has(node)) return node
        }
        return turn.next((node) => healthy.has(node))
      },
      finished() {},
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)

/** What each attempt adds: 15 bits of the CRC of the key, from the second attempt on with the number of the attempt in front. */
export const attemptHash = (key: string, attempt: number): number =>
  (crc32(attempt === 0 ? key : `${attempt}${key}`) >>> 16) & 0x7fff
