import type { InvalidationContext, InvalidationProtocol } from '#core/invalidation/invalidation.ts'
import { policyFamily } from '#core/policy.ts'
import { ms } from '#core/schema/number.ts'
import type { Ms } from '#core/units.ts'
import { announced, announcedWithCopy } from './announced.ts'
import { applyInvalidation } from './apply.ts'

/**
 * Publish/subscribe with an audit: a copy that no check has confirmed for `audit` is compared with the stamp of the shared cache at its
 * next read. So a lost message costs at most that much staleness, and a popular key one operation each `audit`, however often it is read.
 *
 * Source      preprint section 3.2 (local check, asynchronous publish, periodic audit)
 * Parameters  audit, ms
 * State       time of the last check of up to 65,536 keys
 * Cost        at most one operation a key and node each `audit`; one message a node for each write
 * Deviates    audited when read, not by a sweep over everything: what nobody reads needs no audit
 */
export const hybrid = policyFamily<InvalidationContext, InvalidationProtocol>('invalidation')(
  'hybrid',
  {
    source: 'preprint section 3.2',
    cost: 'one operation a key each audit; one message a node for each write',
  },
  { audit: ms({ min: 1, default: 500, meaning: 'longest time that a copy is trusted without a check' }) },
  ({ audit }, { tiers }) => {
    const checkedAt = new Map<number, Ms>()
    return {
      use: ({ key }, _, now) =>
        now - (checkedAt.get(key) ?? Number.NEGATIVE_INFINITY) < audit ? 'trust' : 'check',
      agreed({ key }, now) {
        checkedAt.delete(key)
        checkedAt.set(key, now)
        if (checkedAt.size > keysMax) checkedAt.delete(checkedAt.keys().next().value!)
      },
      announcement: (isStrong) => (isStrong ? announcedWithCopy : announced),
      receive: (message) => applyInvalidation(tiers, message),
      reconnected: () => checkedAt.clear(),
      epoch: () => 0,
      lease: undefined,
    }
  },
)

const keysMax = 65_536
