import { describe, expect, it } from 'vitest'
import { createLowerTiers } from '#sim/lower-tiers.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const constant = (mean: string) => ({ shape: 'constant', mean })
const scenario = smallScenario({
  lowerTiers: {
    memcached: { enabled: true, roundTrip: constant('0.2 ms') },
    files: { enabled: true, pageCache: '4 KiB', memoryRead: constant('0.1 ms'), diskRead: constant('3 ms') },
  },
})
const copy = { tenant: 0, version: 1, sizeBytes: 100, expiresAt: 1000, value: undefined, storedAtMs: 0 }

describe('the simulated caches beside nodes', () => {
  it('take as long as their place: memcached, memory of the system, disk', () => {
    const tiers = createLowerTiers(scenario, 0)
    for (const key of [1, 2]) tiers.set(0, { ...copy, key, tier: 'files' })
    tiers.set(0, { ...copy, key: 1, tier: 'memcached' })
    expect(tiers.get(0, { tenant: 0, key: 1, tier: 'memcached' }, 0).tookMs).toBe(0.2)
    expect(tiers.get(0, { tenant: 0, key: 2, tier: 'files' }, 0)).toEqual({
      tookMs: 0.1,
      copy: { ...copy, key: 2 },
    })
    expect(tiers.get(0, { tenant: 0, key: 1, tier: 'files' }, 0).tookMs).toBe(3)
    expect(tiers.get(0, { tenant: 0, key: 3, tier: 'files' }, 0)).toEqual({ tookMs: 0.1, copy: undefined })
  })

  it('are of one machine each', () => {
    const tiers = createLowerTiers(scenario, 0)
    tiers.set(0, { ...copy, key: 1, tier: 'memcached' })
    expect(tiers.get(1, { tenant: 0, key: 1, tier: 'memcached' }, 0).copy).toBeUndefined()
  })
})
