import { expect, it } from 'vitest'
import { createTiers } from '#core/cache/node/tiers.ts'

import { ttlOnly } from '#core/invalidation/ttl-only.ts'

it('tells nobody, not even the shared cache, and trusts its copies', () => {
  const tiers = createTiers({ l1CapacityCount: 8, l2CapacityCount: 8, eviction: { policy: 'lru' } })
  const protocol = ttlOnly.create({}, { tiers })
  expect(protocol.announcement(true).audience).toBe('unstamped')
  expect(protocol.use({ tenant: 0, key: 7 }, true, 0)).toBe('trust')
})
