import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'

/**
 * Each node in turn. Several gateway workers each take their own turn: with one the stream to a node is more regular than random,
 * with as many workers as nodes it is nearly random.
 *
 * Source      nginx, src/http/ngx_http_upstream_round_robin.c, with equal weights; its state is a worker's own unless a `zone` is set
 * Parameters  workers, processes of the gateway
 * State       the next node of each worker
 * Cost        O(1), passing over unhealthy nodes O(nodes)
 * Deviates    which worker gets a request is a hash of its number (the kernel hashes connections); where a worker starts is a hash of its number, too
 */
export const roundRobin = policyFamily<BalanceContext, Balance>('balance')(
  'round-robin',
  { source: 'nginx ngx_http_upstream_round_robin.c, equal weights', cost: 'O(1)' },
  {
    workers: count({
      min: 1,
      max: 1024,
      default: 1,
      meaning: 'gateway processes, each with a turn of its own',
    }),
  },
  ({ workers }, context) => {
    const { nodes } = context
    const healthy = new HealthyNodes(context)
    const next = Int32Array.from({ length: workers }, (_, worker) => hashed(worker) % nodes)
    let request = 0
    return {
      pick() {
        const worker = workers === 1 ? 0 : hashed(request++) % workers
        let node = next[worker]!
        if (healthy.count < nodes) {
          const { list } = healthy
          node = list.find((candidate) => candidate >= node) ?? list[0]!
        }
        next[worker] = node + 1 === nodes ? 0 : node + 1
        return node
      },
      finished() {},
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)

/** The 32-bit finaliser of MurmurHash3 (Appleby, 2011). */
function hashed(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}
