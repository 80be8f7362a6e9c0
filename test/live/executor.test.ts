/** The executor on real event loops and threads: what it did replays in the simulator, decision by decision. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRecordingFile, replayFile } from '#experiments/verbs/replay.ts'
import { startCluster } from '#server/launch.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

/** Pages for a second, many at a time, on one node; then what it recorded. */
async function serve(given: Record<string, unknown>) {
  const scenario = smallScenario({
    gateway: { enabled: false, cacheableRatio: 0 },
    cache: { enabled: false },
    redis: { enabled: false },
    ...given,
  })
  const folder = mkdtempSync(join(tmpdir(), 'tandem-executor-'))
  const cluster = await startCluster(scenario, {
    runDir: folder,
    record: true,
    store: 'embedded',
    database: 'embedded',
    gateway: 'embedded',
  })
  try {
    const page = async (index: number) => {
      const response = await fetch(`${cluster.url}/t/${index % 4}/p/${index}?q=0`)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('<section data-shard="0">')
    }
    for (let round = 0; round < 4; round++)
      await Promise.all(Array.from({ length: 16 }, (_, index) => page(index)))
  } finally {
    await cluster.stop()
  }
  const [recording] = cluster.recordings
  const kinds = readRecordingFile(recording!).recording.map(([kind]) => kind)
  return {
    replayed: replayFile(recording!),
    count: (kind: 'yielded' | 'pop' | 'done') => kinds.filter((one) => one === kind).length,
  }
}

describe('a node of the server', () => {
  it('renders in steps that others may run between, where the schedule has a quantum', async () => {
    const { replayed, count } = await serve({
      nodes: { count: 1 },
      schedule: { policy: 'round-robin', quantum: '0.02 ms' },
    })
    expect(count('yielded')).toBeGreaterThan(20)
    expect(replayed).toMatchObject({ first: undefined, requests: 64, agreed: replayed.decisions })
  })

  it('renders on worker threads in the order of the schedule', async () => {
    const { replayed, count } = await serve({
      nodes: { count: 1, workers: 2, deadline: '300 ms' },
      schedule: { policy: 'edf' },
    })
    expect(count('yielded')).toBe(0)
    expect(replayed).toMatchObject({ first: undefined, requests: 64, agreed: replayed.decisions })
  })
})
