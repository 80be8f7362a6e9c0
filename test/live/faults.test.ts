import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { WebScenario } from '#core/scenario.ts'
import { checkUnderFaults } from '#experiments/consistency/live-check.ts'
import { replayFile } from '#experiments/verbs/replay.ts'
import { startCluster } from '#server/launch.ts'
import { runLoad } from '#server/load/run-load.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'
import { isAvailable } from './available.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-faults-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Two nodes, few popular pages with many writes. */
const scenarioOf = (invalidation: unknown, duration: string, faults: unknown): WebScenario =>
  smallScenario({
    duration,
    warmUp: '0 s',
    workload: {
      arrivals: 'open',
      rate: '150 / s',
      pages: 6,
      tenants: 2,
      zipfExponent: 0.5,
      writeRatio: 0.1,
      strongRatio: 0.5,
      pageSize: { mean: '2 KiB', cv: 0.1 },
    },
    gateway: { enabled: false },
    nodes: { count: 2 },
    cache: { expiry: { policy: 'fixed-ttl', ttl: '2 s' } },
    redis: { ttl: '2 s' },
    render: { shardsMin: 1, shardsMax: 1 },
    invalidation,
    faults,
  })

/** Everything that can be done to processes and sockets; what takes Redis away comes last, as promises are fewer afterwards. */
const everything = {
  messages: { lateRatio: 0.2, lateMax: '100 ms', duplicatedRatio: 0.1 },
  crashes: [{ node: 0, at: '1200 ms', for: '400 ms' }],
  pauses: [{ node: 1, at: '2500 ms', for: '300 ms' }],
  disconnects: [{ at: '3500 ms', for: '100 ms' }],
  stalls: [{ at: '4200 ms', for: '200 ms' }],
  partitions: [{ node: 1, at: '5500 ms', for: '500 ms' }],
  failOvers: [{ at: '7 s', for: '300 ms', loses: '1 s' }],
}

async function suffer(scenario: WebScenario, name: string, options: { database: 'auto' | 'embedded' }) {
  const runDir = join(folder, name)
  const cluster = await startCluster(scenario, {
    runDir,
    gateway: 'embedded',
    store: 'redis',
    record: true,
    history: true,
    faults: true,
    ...options,
  })
  const load = () =>
    runLoad(scenario, cluster.url, { with: 'builtin', runDir, signal: new AbortController().signal })
  return { cluster, load }
}

/*
 * Killing Redis and starting it with what it had a second before, dropping the subscriptions, stopping a node, killing another, cutting
 * one off and stopping the database, all on one cluster while it is under load.
 */
describe.runIf(isAvailable('redis-server', 'faults on a live cluster'))('a live cluster under faults', () => {
  it.each([
    { invalidation: 'pub-sub', claim: 'staleness within a message delay', database: 'embedded' },
    { invalidation: 'version-check', claim: 'no acknowledged write is missed', database: 'embedded' },
    { invalidation: 'hybrid', claim: 'staleness within an audit', database: 'embedded' },
    { invalidation: 'write-through', claim: 'strong pages are linearizable', database: 'auto' },
  ] as const)(
    'keeps what $invalidation promises, and replays as it was',
    async (kind) => {
      const { invalidation, claim, database } = kind
      const scenario = scenarioOf(invalidation, '8500 ms', everything)
      const { cluster, load } = await suffer(scenario, invalidation, { database })
      const { result, check } = await checkUnderFaults(scenario, cluster, load)
      expect(check.checked.filter(({ holds }) => !holds)).toEqual([])
      expect(check.checked.map((checked) => checked.claim)).toContain(claim)
      // The strong claims are about something: what came before the partition, if no command took too long.
      expect(check.operations).toBeGreaterThan(500)
      expect(check.whileReachable).toBeGreaterThan(100)
      // Requests to the dead node and to the standing database fail or wait; the others are answered.
      expect(result.requests).toBeGreaterThan(500)

      // The killed node has two recordings, one a life; the first ends with what it had got rid of.
      expect(cluster.recordings).toHaveLength(3)
      for (const { first, requests, decisions, agreed } of cluster.recordings.map(replayFile)) {
        expect(first).toBeUndefined()
        expect(requests).toBeGreaterThan(0)
        expect(agreed).toBe(decisions)
      }
    },
    40_000,
  )

  it('is found out when its nodes do not hear the messages of which the protocol promises that none is lost', async () => {
    const deaf = scenarioOf('pub-sub', '4 s', { messages: { lostRatio: 1 } })
    const { cluster, load } = await suffer(deaf, 'deaf', { database: 'embedded' })
    const { check } = await checkUnderFaults(scenarioOf('pub-sub', '4 s', {}), cluster, load)
    const broken = check.checked.filter(({ holds }) => !holds)
    expect(broken.map(({ claim }) => claim)).toEqual(['staleness within a message delay'])
    expect(broken[0]!.counterExample.map(({ kind }) => kind)).toEqual(['write', 'read'])
  }, 60_000)

  it('refuses faults that only the simulator can do before anything starts', async () => {
    const faults = { clockSkews: [{ node: 0, offset: '1 s' }] }
    await expect(
      suffer(scenarioOf('pub-sub', '1 s', faults), 'no', { database: 'embedded' }),
    ).rejects.toMatchObject({
      code: 'ConfigInvalid',
    })
  }, 60_000)
})
