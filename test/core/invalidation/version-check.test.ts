import { expect, it } from 'vitest'
import { createTiers } from '#core/cache/node/tiers.ts'

import { versionCheck } from '#core/invalidation/version-check.ts'

it('compares before each read, leaves a stamp with each write, and sends no message', () => {
  const tiers = createTiers({ l1CapacityCount: 8, l2CapacityCount: 8, eviction: { policy: 'lru' } })
  const protocol = versionCheck.create({}, { tiers })
  expect(protocol.use({ tenant: 0, key: 7 }, false, 0)).toBe('check')
  expect(protocol.announcement(false)).toMatchObject({ audience: 'none', fillsShared: false })
  expect(protocol.announcement(true)).toMatchObject({ audience: 'none', fillsShared: true })
})
