import type { InvalidationContext, InvalidationProtocol } from '#core/invalidation/invalidation.ts'
import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import { applyInvalidation } from './apply.ts'

/**
 * The shared cache remembers which node read which key and tells it once when the key changes (default), or tells all nodes of every
 * change (broadcast). A message names the key, not the version, so a fill under way when it comes is dropped.
 *
 * Source      Redis documentation, "Client-side caching"; Redis `src/tracking.c` (default mode, BCAST)
 * Parameters  mode
 * State       number of messages of up to 65,536 keys
 * Cost        no operation a read of a copy; default: one message for each node that read the key since its last change; broadcast: one a
 *             node for each write and for each fill
 *             A node that fills a key is told of its own change, so its copy lasts from the next read of the shared cache on
 * Deviates    a writer keeps no copy of what it wrote: it has not read it, so it would not be told of the next change
 */
export const clientTracking = policyFamily<InvalidationContext, InvalidationProtocol>('invalidation')(
  'client-tracking',
  { source: 'Redis, src/tracking.c', cost: 'one message for each node that read the key' },
  {
    mode: choice({
      values: ['default', 'broadcast'],
      default: 'default',
      meaning: 'default: readers of a key are told once; broadcast: all nodes are told of all changes',
    }),
  },
  (_, { tiers }) => {
    const messages = new Map<number, number>()
    return {
      use: () => 'trust',
      agreed() {},
      announcement: () => tracked,
      receive(message) {
        const { key, version } = message
        const count = (messages.get(key) ?? 0) + 1
        messages.delete(key)
        messages.set(key, count)
        if (messages.size > keysMax) messages.delete(messages.keys().next().value!)
        if (version > 0) applyInvalidation(tiers, message)
        else tiers.drop(message)
      },
      reconnected: () => tiers.clear(),
      epoch: ({ key }) => messages.get(key) ?? 0,
      lease: undefined,
    }
  },
)

const keysMax = 65_536
const tracked = {
  fillsShared: false,
  audience: 'readers',
  carriesCopy: false,
  keepsOwn: false,
  holdsStale: false,
} as const
