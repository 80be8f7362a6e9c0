import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageTtlMs } from '#core/cache/page/http-freshness.ts'
import { isGatewayCacheable } from '#core/cache/page/micro-cache.ts'
import { replayFile } from '#experiments/verbs/replay.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import { runLoad } from '#server/load/run-load.ts'
import { findProgram } from '#server/program.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'
import { isAvailable } from './available.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'tandem-test-'))

const kinds = [
  { gateway: 'embedded', store: 'embedded', database: 'embedded', needs: [] },
  { gateway: 'nginx', store: 'redis', database: 'auto', needs: ['nginx', 'redis-server', 'postgres'] },
] as const

for (const { needs, ...kind } of kinds) {
  if (!needs.every((name) => isAvailable(name, 'the cluster of real parts'))) continue

  describe(`a cluster with ${kind.gateway} gateway and ${kind.store} store`, () => {
    const scenario = smallScenario({
      gateway: { ttlMin: '300 ms', ttlMax: '300 ms', cacheableRatio: 1 },
      nodes: { count: 2 },
      render: { compresses: true },
    })
    let cluster: Cluster
    beforeAll(async () => {
      cluster = await startCluster(scenario, { runDir: folder(), record: true, ...kind })
    })
    afterAll(() => cluster.stop())

    it('answers a page with its shards and where the time went', async () => {
      const response = await fetch(`${cluster.url}/t/1/p/1?q=0`)
      expect(response.status).toBe(200)
      expect(response.headers.get('server-timing')).toMatch(/queue;dur=.*cache;dur=.*load;dur=.*render;dur=/)
      const shards = (await response.text()).split('<section data-shard=').length - 1
      expect(shards).toBeGreaterThanOrEqual(7)
      expect(shards).toBeLessThanOrEqual(12)
    })

    it('sends pages compressed, and plain to a client that does not take that, from the same copy', async () => {
      const asked = (encoding: string) =>
        fetch(`${cluster.url}/t/3/p/3?q=0`, { headers: { 'accept-encoding': encoding } })
      const [compressed, plain] = [await asked('gzip'), await asked('identity')]
      expect(compressed.headers.get('content-encoding')).toBe('gzip')
      expect(plain.headers.get('content-encoding')).toBeNull()
      expect(await compressed.text()).toContain('<section data-shard="0">')
      expect(await plain.text()).toContain('</body></html>')
    })

    it('refuses a path that is no page of the tenant', async () => {
      expect((await fetch(`${cluster.nodeUrls[0]}/t/2/p/1?q=0`)).status).toBe(404)
    })

    it('keeps a page for its bucket of 300 ms: the contents change about every 300 ms', async () => {
      const misses: number[] = []
      const startedMs = performance.now()
      while (performance.now() - startedMs < 2_000) {
        const response = await fetch(`${cluster.url}/t/2/p/2?q=0`)
        await response.text()
        if (response.headers.get('x-cache') !== 'HIT') misses.push(performance.now())
        await wait(5)
      }
      const periods = misses.slice(1).map((at, index) => at - misses[index]!)
      const median = periods.sort((a, b) => a - b)[Math.floor(periods.length / 2)]
      expect(median).toBeGreaterThan(270)
      expect(median).toBeLessThan(340)
    })

    it('asks the nodes once for a cold page that many want', async () => {
      const before = (await cluster.snapshot()).nodes.requests
      await Promise.all(
        Array.from({ length: 30 }, async () => (await fetch(`${cluster.url}/t/3/p/7?q=0`)).text()),
      )
      const asked = (await cluster.snapshot()).nodes.requests - before
      // Buckets may end while the burst is under way.
      expect(asked).toBeLessThanOrEqual(3)
    })

    it('shows a write at the next read of the node that wrote it', async () => {
      const node = cluster.nodeUrls[0]
      await (await fetch(`${node}/t/0/p/4?q=0`)).text()
      expect((await fetch(`${node}/t/0/p/4?q=0`, { method: 'POST' })).status).toBe(200)
      expect(await (await fetch(`${node}/t/0/p/4?q=0`)).text()).toContain('written by request')
    })

    it('counts what it does in /metrics', async () => {
      const text = await (await fetch(`${cluster.nodeUrls[0]}/metrics`)).text()
      expect(text).toMatch(/^tandem_requests_total [1-9]/m)
      expect(text).toContain('tandem_stage_seconds_sum{stage="render"}')
    })

    it('is driven by the built-in generator and measured from the intended sending', async () => {
      const result = await runLoad(scenario, cluster.url, {
        with: 'builtin',
        runDir: folder(),
        signal: new AbortController().signal,
      })
      expect(result.failed).toBe(0)
      expect(result.requests).toBeGreaterThan(50)
      expect(result.gatewayHitRatio).toBeGreaterThan(0.2)
      expect(readFileSync(result.points, 'utf8')).toMatch(/^sentMs,responseMs/)
    })

    it('leaves a recording that replays to the same decisions', async () => {
      await cluster.stop()
      const results = cluster.recordings.map(replayFile)
      for (const { requests, decisions, agreed, first } of results) {
        expect(first).toBeUndefined()
        expect(requests).toBeGreaterThan(10)
        expect(agreed).toBe(decisions)
      }
    })
  })
}

describe('a cluster', () => {
  it('says which port is taken', async () => {
    const first = await startCluster(smallScenario(), {
      runDir: folder(),
      gateway: 'embedded',
      store: 'embedded',
      database: 'embedded',
    })
    const gatewayPort = Number(new URL(first.url).port)
    const second = startCluster(smallScenario(), {
      runDir: folder(),
      gateway: 'embedded',
      store: 'embedded',
      database: 'embedded',
      gatewayPort,
    })
    await expect(second).rejects.toMatchObject({
      code: 'PortTaken',
      message: expect.stringContaining(String(gatewayPort)),
    })
    await first.stop()
  })

  it('answers from the database when Redis dies in mid-run', async () => {
    if (!isAvailable('redis-server', 'the fall-through to the database')) return
    const cluster = await startCluster(smallScenario(), {
      runDir: folder(),
      gateway: 'embedded',
      store: 'redis',
      database: 'embedded',
    })
    await (await fetch(`${cluster.url}/t/1/p/1?q=0`)).text()
    process.kill(cluster.storePid!, 'SIGKILL')
    await wait(200)
    expect((await fetch(`${cluster.nodeUrls[0]}/t/2/p/6?q=0`)).status).toBe(200)
    expect((await cluster.snapshot()).nodes.remoteFailures).toBeGreaterThan(0)
    await cluster.stop()
  })

  it('is driven by k6 with the script of the scenario', async () => {
    if (!isAvailable('k6', 'load from k6')) return
    const scenario = smallScenario()
    const runDir = folder()
    const cluster = await startCluster(scenario, {
      runDir,
      gateway: 'embedded',
      store: 'embedded',
      database: 'embedded',
    })
    const result = await runLoad(scenario, cluster.url, {
      with: 'k6',
      runDir,
      signal: new AbortController().signal,
      thresholds: { response_ms: ['p(95)<5000'] },
    })
    await cluster.stop()
    expect(result.failed).toBe(0)
    expect(result.requests).toBeGreaterThan(30)
    expect(
      JSON.parse(readFileSync(join(runDir, 'k6-summary.json'), 'utf8')).metrics.response_ms.values['p(95)'],
    ).toBeGreaterThan(0)
  })
})

it('the freshness in these tests is the one of the rule', () => {
  const { gateway } = smallScenario({ gateway: { ttlMin: '300 ms', ttlMax: '300 ms', cacheableRatio: 1 } })
  expect(isGatewayCacheable(2, gateway)).toBe(true)
  expect(pageTtlMs(2, gateway)).toBe(300)
  expect(findProgram('no-such-program')).toBeUndefined()
})
