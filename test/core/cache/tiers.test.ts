import { expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import { createTiers } from '#core/cache/tiers.ts'

const entry = (key: number, version: number) => ({
  tenant: 0,
  key,
  version,
  sizeBytes: 1,
  expiresAt: Number.POSITIVE_INFINITY,
  value: version,
})
const tiers = () => createTiers({ l1CapacityCount: 2, l2CapacityCount: 4, eviction: { policy: 'lru' } })

it('what was written is found in L2 first and then in L1', () => {
  const cache = tiers()
  cache.fillByWrite(entry(1, 1))
  expect(cache.find(entry(1, 0), 0)?.level).toBe(2)
  expect(cache.find(entry(1, 0), 0)?.level).toBe(1)
})

it('a written copy replaces an older one that was read', () => {
  const cache = tiers()
  cache.fillByRead(copyAsTold(entry(1, 1)))
  cache.fillByWrite(entry(1, 2))
  expect(cache.find(entry(1, 0), 0)?.entry.version).toBe(2)
})

it('an announced version drops older copies and refuses them from then on, but not itself', () => {
  const cache = tiers()
  cache.fillByRead(copyAsTold(entry(1, 1)))
  cache.invalidate(entry(1, 0), 2)
  expect(cache.find(entry(1, 0), 0)).toBeUndefined()
  cache.fillByRead(copyAsTold(entry(1, 1)))
  expect(cache.find(entry(1, 0), 0)).toBeUndefined()
  cache.fillByRead(copyAsTold(entry(1, 2)))
  expect(cache.find(entry(1, 0), 0)?.entry.version).toBe(2)
  cache.check()
})

it('a message that comes late or twice changes nothing', () => {
  const cache = tiers()
  cache.fillByRead(copyAsTold(entry(1, 3)))
  cache.invalidate(entry(1, 0), 2)
  cache.invalidate(entry(1, 0), 3)
  expect(cache.find(entry(1, 0), 0)?.entry.version).toBe(3)
})
