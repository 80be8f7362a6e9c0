import { expect, it } from 'vitest'
import { simulate } from '#sim/simulate.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const policies = [
  {
    inclusion: 'exclusive',
    writes: 'behind',
    eviction: 'lru',
    admission: { policy: 'adapt-size', period: 200 },
    expiry: { policy: 'stale-while-revalidate', ttl: '200 ms' },
    prefetch: 'markov',
    divides: 'marginal-gain',
    holds: 'evicted',
  },
  {
    inclusion: 'inclusive',
    writes: 'around',
    eviction: 's3-fifo',
    admission: 'tiny-lfu',
    expiry: { policy: 'xfetch', ttl: '200 ms' },
    prefetch: 'association',
    divides: 'even',
    holds: 'asked',
  },
  {
    inclusion: 'independent',
    writes: 'through',
    eviction: 'gdsf',
    admission: 'size-threshold',
    expiry: { policy: 'stale-if-error', ttl: '200 ms' },
    prefetch: 'sequential',
    divides: 'marginal-gain',
    holds: 'evicted',
  },
] as const

const crashes = [{ node: 1, at: '1500 ms', for: '300 ms' }]

const everything = ({ divides, holds, ...cache }: (typeof policies)[number], invalidation: string) =>
  smallScenario({
    nodes: { count: 2 },
    workload: {
      arrivals: 'closed',
      users: 12,
      thinkTime: { shape: 'exponential', mean: '30 ms' },
      pages: 60,
      tenants: 4,
      writeRatio: 0.05,
      followRatio: 0.5,
    },
    delivery: {
      enabled: true,
      browser: { capacity: '1 MiB', staleIfError: '1 s' },
      edge: { count: 2, capacity: '1 MiB', staleIfError: '1 s' },
      regional: { capacity: '2 MiB', holds },
    },
    cache: {
      ...cache,
      l1Capacity: 60,
      l2Capacity: 120,
      l1Memory: '1 MiB',
      l2Memory: '2 MiB',
      prefetchAccuracyMin: 0,
      writeWeights: { enabled: true, rate: '50 / s', burst: 5 },
      share: { enabled: true, divides, period: '500 ms' },
    },
    lowerTiers: {
      memcached: { enabled: true, memory: '1 MiB', ttl: '100 ms' },
      files: { enabled: true, capacity: '4 MiB' },
    },
    redis: { ttl: '1 s', channelWindow: 4, capacity: '2 MB' },
    invalidation,
    faults: { crashes, failOvers: [{ at: '2 s', for: '200 ms' }] },
  })

it.each(
  policies.flatMap((choice) => ['pub-sub', 'lease', 'client-tracking'].map((how) => [choice, how] as const)),
)('all caches and all their options at once serve, keep their books and repeat: %o, %s', (choice, how) => {
  const scenario = everything(choice, how)
  const { metrics, fingerprint } = simulate(scenario)
  expect(simulate(scenario).fingerprint).toBe(fingerprint)
  expect(metrics.throughputPerSecond!.value).toBeGreaterThan(20)
  expect(Object.values(metrics).every(({ value }) => Number.isFinite(value))).toBe(true)
  for (const name of ['prefetch.loaded', 'share.l1Copies.max', 'hitRatio.browser'])
    expect(metrics[name]!.value, name).toBeGreaterThan(0)
  const world = createWorld(scenario)
  world.open()
  world.runUntil(3_000)
  world.close()
  world.runUntil(30_000)
  for (const { tiers, flights, behind } of world.nodes) {
    tiers.check()
    expect(flights.length).toBe(0)
    expect(behind?.rest() ?? true).toBe(true)
  }
  expect(world.runner.live).toBe(0)
  // What is loaded in the background leaves readers little to find there.
  expect(world.nodes.reduce((sum, { counters }) => sum + counters.filesLookups, 0)).toBeGreaterThan(0)
  for (const [name, { value }] of Object.entries(metrics))
    if (name.includes('itRatio.')) expect(value, name).toBeLessThanOrEqual(1)
})
