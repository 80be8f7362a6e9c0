import { describe, expect, it } from 'vitest'
import type { NodeCounters } from '#core/flow/node.ts'
import {
  clockStepMs,
  type LiveRun,
  liveMetrics,
  liveRun,
  remoteFailures,
  stagesMs,
} from '#experiments/live/live-run.ts'
import type { Cluster, ClusterSnapshot } from '#server/launch.ts'
import { smallScenario } from '../../reference-server/load/small-scenario.ts'

const zero = {
  requests: 0,
  l1Lookups: 0,
  l1Hits: 0,
  l2Hits: 0,
  remoteLookups: 0,
  remoteHits: 0,
  remoteFailures: 0,
  readBytes: 0,
  l1HitBytes: 0,
  l2HitBytes: 0,
  remoteHitBytes: 0,
  memcachedHitBytes: 0,
  filesHitBytes: 0,
}
const snapshot = (nodes: Partial<NodeCounters>, nodesCpuMs: number) =>
  ({
    nodes: { ...zero, ...nodes },
    cpuMs: { gateway: 0, nodes: nodesCpuMs, store: 0, database: 0 },
    timelines: { queueMs: nodesCpuMs / 100, cacheMs: 0, loadMs: 0, renderMs: 0, sendMs: 0 },
  }) as unknown as ClusterSnapshot
const loaded = {
  requests: 90,
  failed: 10,
  gatewayHitRatio: 0.3,
  durationMs: 18_000,
  throughputPerSecond: 5,
  responseMs: { mean: 1, p50: 2, p95: 3, p99: 4, max: 5 },
}
const run = {
  loaded,
  before: snapshot({}, 1_000),
  after: snapshot(
    {
      l1Lookups: 100,
      l1Hits: 40,
      l2Hits: 30,
      remoteLookups: 30,
      remoteHits: 15,
      remoteFailures: 2,
      readBytes: 1000,
      l1HitBytes: 600,
      l2HitBytes: 100,
      remoteHitBytes: 75,
    },
    3_000,
  ),
  elapsedMs: 10_000,
  clockStepMs: 0,
  otherPrograms: 0,
  energy: { joules: 1_500, wattsMean: 150, source: 'modelled' },
} as unknown as LiveRun
const twoCores = { ...smallScenario(), nodes: { ...smallScenario().nodes, count: 4, cores: 2 } }

describe('live metrics', () => {
  it('carry the names of the simulator and count as it does', () => {
    expect(liveMetrics(twoCores, run)).toEqual({
      'responseMs.mean': 1,
      'responseMs.p50': 2,
      'responseMs.p95': 3,
      'responseMs.p99': 4,
      throughputPerSecond: 5,
      'hitRatio.gateway': 0.3,
      'hitRatio.l1': 0.4,
      'hitRatio.l2': 0.5,
      'hitRatio.redis': 0.5,
      'byteHitRatio.l1': 0.6,
      'byteHitRatio.l2': 0.25,
      'byteHitRatio.redis': 0.25,
      'utilisation.node': 0.1,
      'powerWatts.mean': 150,
      joulesPerRequest: 30,
      errorRatio: 0.1,
    })
  })

  it('know bytes at the gateway, and all caches together, where the gateway tells', () => {
    const counters = { lookups: 0, hits: 0, coalesced: 0, servedBytes: 0, hitBytes: 0 }
    const told = {
      ...run,
      before: { ...run.before, gateway: counters },
      after: {
        ...run.after,
        gateway: { lookups: 50, hits: 10, coalesced: 5, servedBytes: 1400, hitBytes: 400 },
      },
    } as unknown as LiveRun
    const metrics = liveMetrics(twoCores, told)
    expect(metrics).toMatchObject({
      'hitRatio.gateway': 0.3,
      'byteHitRatio.gateway': 400 / 1400,
      'byteHitRatio.endToEnd': (400 + 600 + 100 + 75) / 1400,
      'hitRatio.endToEnd': (15 + 40 + 30 + 15) / 150,
      'hitRatio.l1': 0.4,
    })
    expect(liveMetrics(twoCores, run)['byteHitRatio.gateway']).toBeUndefined()
  })

  it('tell where the time of an answer went; what nobody booked is the network', () => {
    // 20 ms of queues, 50 answers in 10 s, 1 ms each.
    expect(stagesMs(run)).toMatchObject({ queue: 0.4, cache: 0, network: 0.6 })
  })

  it('tell when the shared cache did not answer', () => {
    expect(remoteFailures(run)).toBe(2)
  })

  it('of a node that is gone are an error that names it', async () => {
    const gone = {
      url: 'http://example.org',
      snapshot: () => Promise.reject(new Error('fetch failed')),
    } as unknown as Cluster
    const options = {
      with: 'builtin',
      runDir: 'never-made',
      name: 'x',
      signal: new AbortController().signal,
    } as const
    await expect(liveRun(gone, smallScenario(), options)).rejects.toThrow(/this machine|counters/)
  })
})

it('a clock that was set is found out by one that nobody sets', () => {
  expect(clockStepMs({ atMs: 10, dayMs: 1_000_000 }, { atMs: 5_010, dayMs: 1_005_000 })).toBe(0)
  expect(clockStepMs({ atMs: 10, dayMs: 1_000_000 }, { atMs: 5_010, dayMs: 945_000 })).toBe(-60_000)
})
