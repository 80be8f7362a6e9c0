import { describe, expect, it } from 'vitest'
import { enabledTiers, type TierCopy } from '#core/cache/beside/lower-tiers.ts'
import { readThrough } from '#core/cache/node/read-through.ts'
import { createNode } from '#core/flow/node.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../../../reference-server/small-scenario.ts'
import { handDriver } from '../../flow/hand-driver.ts'

const both = { memcached: { enabled: true, ttl: '5 s' }, files: { enabled: true } }

/** A node whose own caches are off, so that everything goes to the tiers beside it; the origin holds version 1 of everything. */
function world(given: Record<string, unknown> = {}) {
  const beside = new Map<string, TierCopy>()
  const asked: string[] = []
  const stamps = new Map<number, number>()
  const driver = handDriver({
    tierGet: ({ tier, key }) => {
      asked.push(tier)
      return beside.get(`${tier} ${key}`)
    },
    tierSet: ({ tier, ...copy }) => void beside.set(`${tier} ${copy.key}`, copy),
    remoteGet: () => {
      asked.push('redis')
      return undefined
    },
    remoteVersion: ({ key }) => {
      asked.push('stamp')
      return stamps.get(key) ?? 0
    },
    remoteSet: ({ version }) => version,
    load: ({ tenant, key }) => {
      asked.push('origin')
      return {
        tenant,
        key,
        version: stamps.get(key) ?? 1,
        sizeBytes: 0,
        expiresAt: Number.POSITIVE_INFINITY,
        value: undefined,
      }
    },
    work: () => ({ value: 'page', sizeBytes: 100 }),
  })
  const scenario = smallScenario({
    cache: { enabled: false },
    lowerTiers: both,
    workload: { pages: 40, tenants: 4, strongRatio: 0 },
    ...given,
  })
  const node = createNode({ index: 0, scenario, clock: driver.clock })
  /** What was asked for one fragment, in order. */
  function read(key = 1): string[] {
    asked.length = 0
    const request = {
      key: { tenant: 0, key },
      sizeBytes: 100,
      isClientRendering: false,
      timeline: emptyTimeline(),
    }
    driver.runner.start(readThrough(node, request), 0, undefined, (outcome) => {
      if (outcome.kind === 'failed') throw outcome.error
    })
    driver.runUntilIdle()
    return [...asked]
  }
  return { node, beside, stamps, clock: driver.clock, read }
}

describe('the caches beside a node', () => {
  it('are asked in order before the shared cache, and filled with what it or the origin has', () => {
    const { read, beside, node, clock } = world()
    expect(read()).toEqual(['memcached', 'files', 'redis', 'origin'])
    expect(read()).toEqual(['memcached'])
    beside.delete('memcached 1')
    expect(read()).toEqual(['memcached', 'files'])
    expect(node.counters).toMatchObject({
      memcachedLookups: 3,
      memcachedHits: 1,
      memcachedHitBytes: 100,
      filesLookups: 2,
      filesHits: 1,
      loads: 1,
    })
    clock.now = 5000
    expect(read()).toEqual(['memcached', 'files'])
  })

  it('are not believed below a version that the node has heard of', () => {
    const { read, node, stamps } = world()
    read()
    stamps.set(1, 2)
    node.heard({ tenant: 0, key: 1 }, 2)
    expect(read()).toEqual(['memcached', 'files', 'redis', 'origin'])
    expect(read()).toEqual(['memcached'])
  })

  it('outlive the node: copies from before are confirmed by the stamp of the shared cache, once a message may have been missed', () => {
    const { read, node, stamps, clock } = world()
    read(1)
    read(2)
    clock.now = 100
    node.restarted()
    stamps.set(1, 2)
    expect(read(1)).toEqual(['memcached', 'stamp', 'files', 'redis', 'origin'])
    expect(read(2)).toEqual(['memcached', 'stamp'])
    expect(read(1)).toEqual(['memcached'])
  })

  it('are checked as often as the protocol checks a copy in the node, and not asked for strong keys', () => {
    const checked = world({ invalidation: 'version-check' })
    checked.read()
    expect(checked.read()).toEqual(['memcached', 'stamp'])
    const strong = world({
      invalidation: 'write-through',
      workload: { pages: 40, tenants: 4, strongRatio: 1 },
    })
    expect(strong.read()).toEqual(['redis', 'origin'])
  })

  it('are off by default, one by one', () => {
    expect(enabledTiers(smallScenario())).toEqual([])
    expect(enabledTiers(smallScenario({ lowerTiers: { files: { enabled: true } } }))).toEqual(['files'])
  })

  it('spare the database in a simulated system, and have hit ratios of their own', () => {
    const given = (lowerTiers: Record<string, unknown>) =>
      simulate(
        smallScenario({
          duration: '6 s',
          cache: { l1Capacity: 10, l2Capacity: 10 },
          redis: { enabled: false },
          gateway: { enabled: false },
          lowerTiers,
        }),
      ).metrics
    const [without, beside] = [
      given({}),
      given({ memcached: { enabled: true, memory: '1 MiB' }, files: { enabled: true } }),
    ]
    expect(beside['responseMs.mean']!.value).toBeLessThan(0.5 * without['responseMs.mean']!.value)
    expect(beside['utilisation.database']!.value).toBeLessThan(0.5 * without['utilisation.database']!.value)
    for (const name of [
      'hitRatio.memcached',
      'hitRatio.files',
      'byteHitRatio.memcached',
      'byteHitRatio.files',
    ])
      expect(beside[name]!.value).toBeGreaterThan(0)
    expect(without['hitRatio.files']).toBeUndefined()
  })
})
