import { hashSlot, hashSlots } from '#core/cache/remote/hash-slot.ts'
import { TandemError } from '#core/errors.ts'
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'

/**
 * The node that owns the hash slot of the key; each owns a range of the 16,384 slots. A slot has one owner: when that is not healthy, the
 * request fails, as in a cluster without replicas.
 *
 * Source      Redis cluster specification, key distribution model; slots are shared out as `redis-cli --cluster create` does
 * Parameters  by: key, or tenant, which is the tag {tenant}: one node has all of a tenant
 * Cost        O(bytes of the key)
 * Errors      NodeUnavailable when the owner is not healthy
 */
export const redisHashSlot = policyFamily<BalanceContext, Balance>('balance')(
  'redis-hash-slot',
  { source: 'Redis cluster specification', cost: 'O(bytes of the key)' },
  {
    by: choice({
      values: ['key', 'tenant'],
      default: 'key',
      meaning: 'what is hashed: the key, or the tenant as its tag',
    }),
  },
  ({ by }, context) => {
    const healthy = new HealthyNodes(context)
    const perNode = hashSlots / context.nodes
    return {
      pick({ key, tenant } = { key: '', tenant: 0 }) {
        const slot = hashSlot(by === 'key' ? key : `{${tenant}}`)
        const node = slotOwner(slot, perNode, context.nodes)
        if (!healthy.has(node))
          throw new TandemError('NodeUnavailable', `node ${node}, the owner of slot ${slot}, is not healthy`)
        return node
      },
      finished() {},
      setHealthy: (node, isHealthy) => healthy.set(node, isHealthy),
    }
  },
)

/** Node n has the slots from round(n * perNode) on. */
function slotOwner(slot: number, perNode: number, nodes: number): number {
  const near = Math.min(nodes - 1, Math.floor(slot / perNode))
  if (slot < Math.round(near * perNode)) return near - 1
  return near + 1 < nodes && slot >= Math.round((near + 1) * perNode) ? near + 1 : near
}
