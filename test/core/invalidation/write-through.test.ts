import { expect, it } from 'vitest'
import { createTiers } from '#core/cache/node/tiers.ts'

import { writeThrough } from '#core/invalidation/write-through.ts'

it('confirms copies of strong pages and fills the shared cache with their writes; the others go by messages', () => {
  const tiers = createTiers({ l1CapacityCount: 8, l2CapacityCount: 8, eviction: { policy: 'lru' } })
  const protocol = writeThrough.create({}, { tiers })
  const key = { tenant: 0, key: 7 }
  expect([protocol.use(key, true, 0), protocol.use(key, false, 0)]).toEqual(['confirm', 'trust'])
  expect(protocol.announcement(true)).toMatchObject({ fillsShared: true, audience: 'all' })
  expect(protocol.announcement(false)).toMatchObject({ fillsShared: false, audience: 'all' })
})
