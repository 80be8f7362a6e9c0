import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replayFile } from '#experiments/verbs/replay.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'
import { isAvailable } from './available.ts'

const protocols = [
  'version-check',
  'hybrid',
  { policy: 'lease', wait: '5 ms' },
  'write-through',
  'client-tracking',
  { policy: 'client-tracking', mode: 'broadcast' },
]

if (isAvailable('redis-server', 'the invalidation protocols over a real Redis')) {
  describe.each(protocols)('two nodes with a real Redis under %j', (invalidation) => {
    let cluster: Cluster
    beforeAll(async () => {
      const scenario = smallScenario({
        invalidation,
        gateway: { enabled: false },
        cache: { expiry: { policy: 'fixed-ttl', ttl: '60 s' } },
        nodes: { count: 2 },
      })
      cluster = await startCluster(scenario, {
        runDir: mkdtempSync(join(tmpdir(), 'tandem-test-')),
        record: true,
        gateway: 'embedded',
        store: 'redis',
        database: 'embedded',
      })
    })
    afterAll(() => cluster.stop())

    it('shows a write of one node at the other long before the copy has expired, again and again', async () => {
      const [writer, reader] = cluster.nodeUrls
      const page = async () => (await fetch(`${reader}/t/1/p/5?q=0`)).text()
      await page()
      let seen = await page()
      for (let round = 0; round < 3; round++) {
        await fetch(`${writer}/t/1/p/5?q=0`, { method: 'POST' })
        const before = seen
        await expect.poll(async () => (seen = await page()), { timeout: 3_000 }).not.toBe(before)
        // A second read makes the copy one that must be told of the next write.
        await page()
      }
    })

    it('takes the same decisions when its recording is replayed', async () => {
      await cluster.stop()
      for (const { first, decisions, agreed } of cluster.recordings.map(replayFile)) {
        expect(first).toBeUndefined()
        expect(agreed).toBe(decisions)
      }
    })
  })
}
