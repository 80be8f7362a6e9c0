import { expect, it } from 'vitest'
import { createTiers } from '#core/cache/node/tiers.ts'

import { hybrid } from '#core/invalidation/hybrid.ts'

it('checks a copy once each audit and trusts it meanwhile; after a lost connection it checks again', () => {
  const tiers = createTiers({ l1CapacityCount: 8, l2CapacityCount: 8, eviction: { policy: 'lru' } })
  const protocol = hybrid.create({ audit: 100 }, { tiers })
  const key = { tenant: 0, key: 7 }
  expect(protocol.use(key, false, 0)).toBe('check')
  protocol.agreed(key, 0)
  expect(protocol.use(key, false, 99)).toBe('trust')
  expect(protocol.use(key, false, 100)).toBe('check')
  protocol.agreed(key, 100)
  protocol.reconnected()
  expect(protocol.use(key, false, 101)).toBe('check')
})
