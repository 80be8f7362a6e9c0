import type { InvalidationContext, InvalidationProtocol } from '#core/invalidation/invalidation.ts'
import { policyFamily } from '#core/policy.ts'
import { applyInvalidation } from './apply.ts'

/**
 * Each read compares the version of its copy with the stamp in the shared cache, and each write leaves a stamp there before it is
 * acknowledged: a read never misses a write that was acknowledged before it began.
 *
 * Source      preprint section 3.2 (version check before each read)
 * Cost        one operation a read, on the way to the answer; it saves bytes and rendering, not the round trip; no message
 * Deviates    where the shared cache does not answer the copy is trusted until its time to live ends
 */
export const versionCheck = policyFamily<InvalidationContext, InvalidationProtocol>('invalidation')(
  'version-check',
  { source: 'preprint section 3.2', cost: 'one operation a read' },
  {},
  (_, { tiers }) => ({
    use: () => 'check',
    agreed() {},
    announcement: (isStrong) => (isStrong ? strong : stamped),
    receive: (message) => applyInvalidation(tiers, message),
    reconnected() {},
    epoch: () => 0,
    lease: undefined,
  }),
)

const stamped = {
  fillsShared: false,
  audience: 'none',
  carriesCopy: false,
  keepsOwn: true,
  holdsStale: false,
} as const
const strong = { ...stamped, fillsShared: true } as const
