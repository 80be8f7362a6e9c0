import { describe, expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import type { Entry } from '#core/cache/entry.ts'
import { createTiers } from '#core/cache/node/tiers.ts'
import {
  type InvalidationContext,
  type InvalidationProtocol,
  invalidationPolicies,
} from '#core/invalidation/invalidation.ts'
import { createPolicy } from '#core/policy.ts'

const key = { tenant: 0, key: 7 }
const entry = (version: number): Entry => ({
  ...key,
  version,
  sizeBytes: 1,
  expiresAt: 1000,
  value: undefined,
})

function protocol(policy: string) {
  const tiers = createTiers({ l1CapacityCount: 8, l2CapacityCount: 8, eviction: { policy: 'lru' } })
  const made = createPolicy<InvalidationContext, InvalidationProtocol>(
    invalidationPolicies,
    { policy },
    { tiers },
  )
  return { tiers, ...made }
}

describe.each(invalidationPolicies.map(({ name }) => name))('the protocol %s, as every one,', (name) => {
  it('drops an older copy for a message with a version, twice or out of order, and keeps a newer one', () => {
    const { tiers, receive } = protocol(name)
    tiers.fillByRead(copyAsTold(entry(1)))
    receive({ ...key, version: 2 }, 0)
    expect(tiers.find(key, 0)).toBeUndefined()
    tiers.fillByRead(copyAsTold(entry(2)))
    receive({ ...key, version: 2 }, 0)
    receive({ ...key, version: 1 }, 0)
    expect(tiers.find(key, 0)?.entry.version).toBe(2)
  })

  it('refuses the fill that a message has overtaken', () => {
    const { tiers, receive } = protocol(name)
    receive({ ...key, version: 2 }, 0)
    tiers.fillByRead(copyAsTold(entry(1)))
    expect(tiers.find(key, 0)).toBeUndefined()
  })

  it('tells those it wants told only after the stamp stands, and fills only what it stamps', () => {
    for (const isStrong of [true, false]) {
      const { fillsShared, audience, carriesCopy } = protocol(name).announcement(isStrong)
      if (audience === 'unstamped') expect([fillsShared, carriesCopy]).toEqual([false, false])
      if (carriesCopy) expect(audience).toBe('all')
    }
  })

  it('trusts no copy without a check once messages may have been lost, unless no message was to come', () => {
    const { tiers, reconnected, use, announcement } = protocol(name)
    tiers.fillByRead(copyAsTold(entry(1)))
    reconnected()
    const isTold = ['all', 'readers'].includes(announcement(false).audience)
    const isTrusted = tiers.find(key, 0) !== undefined && use(key, false, 0) === 'trust'
    if (isTold) expect(isTrusted).toBe(false)
  })
})
