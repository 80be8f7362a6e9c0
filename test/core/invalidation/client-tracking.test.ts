import { expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import { createTiers } from '#core/cache/node/tiers.ts'

import { clientTracking } from '#core/invalidation/client-tracking.ts'

it('drops a copy in both levels when its key has changed, does not know to what, and voids fills under way', () => {
  const tiers = createTiers({ l1CapacityCount: 8, l2CapacityCount: 8, eviction: { policy: 'lru' } })
  const protocol = clientTracking.create({ mode: 'default' }, { tiers })
  const entry = { tenant: 0, key: 7, version: 3, sizeBytes: 1, expiresAt: 1000, value: undefined }
  tiers.fillByWrite(entry)
  tiers.find(entry, 0)
  const before = protocol.epoch(entry)
  protocol.receive({ tenant: 0, key: 7, version: 0 }, 5)
  expect(tiers.find(entry, 5)).toBeUndefined()
  expect(protocol.epoch(entry)).not.toBe(before)
  // Redis tells of fills by others, too: the same version must be welcome again.
  tiers.fillByRead(copyAsTold(entry))
  expect(tiers.find(entry, 5)?.entry.version).toBe(3)
})
