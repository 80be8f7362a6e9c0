import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { liveMetrics, liveRun } from '#experiments/live/live-run.ts'
import { startCluster } from '#server/launch.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

it('a live cluster with caches beside its nodes is served from all of them, and tells how much, by objects and by bytes', async () => {
  const scenario = smallScenario({
    duration: '4 s',
    warmUp: '1 s',
    nodes: { count: 2 },
    gateway: { cacheableRatio: 0.5 },
    cache: {
      l1Capacity: 60,
      l2Capacity: 60,
      prefetch: 'markov',
      expiry: { policy: 'fixed-ttl', ttl: '500 ms' },
    },
    lowerTiers: { memcached: { enabled: true, memory: '1 MiB', ttl: '1 s' }, files: { enabled: true } },
    redis: { ttl: '10 s' },
  })
  const runDir = mkdtempSync(join(tmpdir(), 'tandem-test-'))
  const cluster = await startCluster(scenario, {
    runDir,
    gateway: 'embedded',
    store: 'embedded',
    database: 'embedded',
  })
  try {
    const { signal } = new AbortController()
    const run = await liveRun(cluster, scenario, { name: 'lower', with: 'builtin', runDir, signal })
    const metrics = liveMetrics(scenario, run)
    expect(metrics.errorRatio).toBe(0)
    for (const kind of ['hitRatio', 'byteHitRatio'])
      for (const tier of ['gateway', 'l1', 'memcached', 'files', 'endToEnd'])
        expect(metrics[`${kind}.${tier}`], `${kind}.${tier}`).toBeGreaterThan(0)
    for (const kind of ['hitRatio', 'byteHitRatio']) {
      for (const tier of ['gateway', 'l1', 'memcached']) {
        expect(metrics[`${kind}.${tier}`], `${kind}.${tier}`).toBeLessThan(1)
      }
      // Files may hold everything by then.
      expect(metrics[`${kind}.endToEnd`]).toBeLessThanOrEqual(1)
    }
  } finally {
    await cluster.stop()
  }
})
