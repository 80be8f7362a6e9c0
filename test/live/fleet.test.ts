import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '#server/launch.ts'
import { wallNow } from '#server/wall-clock.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const runDir = mkdtempSync(join(tmpdir(), 'tandem-fleet-'))
const embedded = { store: 'embedded', database: 'embedded' } as const

/** A node for each 40 requests a second: all clients send more, the last one alone less. */
const scenario = smallScenario({
  gateway: { cacheableRatio: 0 },
  balance: 'least-outstanding',
  nodes: {
    count: 1,
    drain: '5 s',
    scale: {
      enabled: true,
      nodesMax: 2,
      period: '500 ms',
      by: { policy: 'predictive', rate: '40 / s', headroom: 0 },
    },
    heal: {
      enabled: true,
      by: {
        policy: 'kubernetes-healing',
        period: '200 ms',
        timeout: '2 s',
        failures: 2,
        firstWait: '100 ms',
      },
    },
  },
})

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const endsMs = wallNow() + 20_000
  while (!(await holds())) {
    if (wallNow() > endsMs) throw new Error(`${what}: not within 20 s`)
    await wait(50)
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a real cluster whose nodes come and go', () => {
  let cluster: Cluster
  const pids = new Set<number>()
  beforeAll(async () => {
    cluster = await startCluster(scenario, { runDir, ...embedded })
  }, 30_000)
  afterAll(async () => {
    await cluster.stop()
    expect([...pids].filter(isAlive)).toEqual([])
    rmSync(runDir, { recursive: true, force: true })
  })

  const note = () => {
    for (const { child } of cluster.nodes.values()) pids.add(child.pid!)
  }
  const statusOf = async (page: number) => {
    const response = await fetch(`${cluster.url}/t/${page % 4}/p/${page % 40}`)
    await response.arrayBuffer()
    return response.status
  }
  const servedBy = async (node: number) => {
    const live = cluster.nodes.get(node)
    if (live === undefined) return 0
    const { counters } = (await (await fetch(`http://127.0.0.1:${live.port}/snapshot`)).json()) as {
      counters: { requests: number }
    }
    return counters.requests
  }

  it('starts a node when the load rises, and takes it away without a failed request when it falls', async () => {
    const statuses: number[] = []
    let isLoaded = true
    let page = 0
    const client = async () => {
      while (isLoaded) statuses.push(await statusOf(page++))
    }
    note()
    const clients = Array.from({ length: 16 }, client)
    await until('a second node', () => cluster.fleet!.isReady(1))
    await until('its share of the load', async () => (await servedBy(1)) > 20)
    note()
    expect(pids.size).toBe(2)
    isLoaded = false
    await Promise.all(clients)
    let isCalm = true
    const quietClient = (async () => {
      while (isCalm) {
        statuses.push(await statusOf(page++))
        await wait(50)
      }
    })()
    await until('one node', () => cluster.nodes.size === 1)
    isCalm = false
    await quietClient
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(cluster.fleet!.counters).toMatchObject({ restarted: 0 })
    expect(cluster.fleet!.nodeMs()).toBeGreaterThan(0)
    // What the node that is gone had counted is not lost.
    expect((await cluster.snapshot()).nodes.requests).toBeGreaterThanOrEqual(statuses.length)
  }, 30_000)

  it('starts a node again that was killed', async () => {
    const { child } = cluster.nodes.get(0)!
    child.kill('SIGKILL')
    await until('the end of the killed one', () => cluster.nodes.get(0)?.child !== child)
    await until('another one', () => cluster.fleet!.isReady(0))
    note()
    expect(await statusOf(7)).toBe(200)
    expect(cluster.fleet!.counters.restarted).toBe(1)
  }, 30_000)
})

describe('a cluster that the server cannot have', () => {
  const refusal = (nodes: Record<string, unknown>, gateway: 'auto' | 'nginx' = 'auto') =>
    startCluster(smallScenario({ nodes }), { runDir, gateway, ...embedded })

  it('is refused in one sentence', async () => {
    await expect(refusal({ count: 1, kind: 'serverless' })).rejects.toThrow('nodes.kind: serverless')
    await expect(refusal({ count: 1, scale: { enabled: true, by: 'vertical' } })).rejects.toThrow('vertical')
    await expect(refusal({ count: 1, heal: { enabled: true } }, 'nginx')).rejects.toThrow(
      'nginx is not told of nodes that come and go',
    )
  })
})
