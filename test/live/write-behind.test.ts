import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { replayFile } from '#experiments/verbs/replay.ts'
import { startCluster } from '#server/launch.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

it('a node that is told to stop brings to the database what it has acknowledged, long before the delay', async () => {
  const scenario = smallScenario({
    nodes: { count: 2 },
    cache: { writes: 'behind', writeBehind: { delay: '10 min' } },
    workload: { arrivals: 'closed', users: 1, pages: 40, tenants: 4, strongRatio: 0 },
  })
  const cluster = await startCluster(scenario, {
    runDir: mkdtempSync(join(tmpdir(), 'tandem-test-')),
    gateway: 'embedded',
    store: 'embedded',
    database: 'embedded',
    record: true,
  })
  try {
    const [writer, reader] = cluster.nodeUrls
    const page = '/t/1/p/5?q=0'
    expect((await fetch(`${writer}${page}`, { method: 'POST' })).status).toBe(200)
    expect(await (await fetch(`${writer}${page}`)).text()).toContain('written by request')
    expect(await (await fetch(`${reader}${page}`)).text()).not.toContain('written by request')
    const { child } = cluster.nodes.get(0)!
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    expect((await exited)[0]).toBe(0)
    // The other node was told of it: its copy of the page before is not given out any more.
    await expect.poll(async () => (await fetch(`${reader}${page}`)).text()).toContain('written by request')
    const { first, agreed, decisions } = replayFile(cluster.recordings[0]!)
    expect(first).toBeUndefined()
    expect(agreed).toBe(decisions)
  } finally {
    await cluster.stop()
  }
})
