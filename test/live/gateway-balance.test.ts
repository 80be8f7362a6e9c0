import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '#server/launch.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'tandem-balance-'))
const embedded = { store: 'embedded', database: 'embedded' } as const
const scenario = smallScenario({
  nodes: { count: 3 },
  gateway: { cacheableRatio: 0 },
  balance: 'maglev',
  resilience: { admit: { policy: 'token-bucket', rate: '1 / s', burst: 40 }, timeout: '5 s', retriesMax: 1 },
})

describe('a cluster whose balance nginx does not have', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster(scenario, { runDir: folder(), ...embedded })
  })
  afterAll(() => cluster.stop())

  const statuses = (count: number) =>
    Promise.all(Array.from({ length: count }, async () => (await fetch(`${cluster.url}/t/1/p/5`)).status))
  const requests = async () =>
    Promise.all(
      cluster.nodeUrls.map(async (url) => {
        const { counters } = (await (await fetch(`${url}/snapshot`)).json()) as {
          counters: { requests: number }
        }
        return counters.requests
      }),
    )

  it('has our own gateway, which sends a page to one node and lets in what it may', async () => {
    expect(cluster.parts.gateway).toContain('embedded gateway')
    const before = await requests()
    const found = await statuses(60)
    expect(found.filter((status) => status === 200).length).toBeGreaterThanOrEqual(40)
    expect(found.filter((status) => status === 503).length).toBeGreaterThanOrEqual(15)
    const grown = (await requests()).map((count, node) => count - before[node]!)
    expect(grown.filter((count) => count > 0)).toEqual([found.filter((status) => status === 200).length])
  })

  it('is refused when it is to have nginx', async () => {
    await expect(startCluster(scenario, { runDir: folder(), ...embedded, gateway: 'nginx' })).rejects.toThrow(
      'nginx cannot balance by maglev',
    )
  })
})
