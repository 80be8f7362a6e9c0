import { expect, it } from 'vitest'
import { createTiers } from '#core/cache/node/tiers.ts'

import { pubSub } from '#core/invalidation/pub-sub.ts'

it('tells all nodes of each write, with the copy for strong pages, and trusts its copies', () => {
  const tiers = createTiers({ l1CapacityCount: 8, l2CapacityCount: 8, eviction: { policy: 'lru' } })
  const protocol = pubSub.create({}, { tiers })
  expect(protocol.announcement(false)).toMatchObject({ audience: 'all', carriesCopy: false })
  expect(protocol.announcement(true)).toMatchObject({ audience: 'all', carriesCopy: true, fillsShared: true })
  expect(protocol.use({ tenant: 0, key: 7 }, true, 0)).toBe('trust')
})
