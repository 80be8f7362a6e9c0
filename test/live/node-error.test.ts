/** A node that fails tells why, and our gateway treats that as the simulator does. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startCluster } from '#server/launch.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

it('a node that takes no more is busy, not broken, and its breaker counts that', async () => {
  const rules = { policy: 'fixed-setting' }
  const scenario = smallScenario({
    nodes: { count: 1 },
    gateway: { enabled: false, cacheableRatio: 0 },
    control: { enabled: true, interval: '50 ms', policy: rules, presets: [{ name: 'shut', queueMax: 0 }] },
    resilience: { breaks: true, breakerVolumeMin: 3, breakerReset: '60 s' },
  })
  const cluster = await startCluster(scenario, {
    runDir: mkdtempSync(join(tmpdir(), 'tandem-node-error-')),
    store: 'embedded',
    database: 'embedded',
    gateway: 'embedded',
  })
  try {
    const statuses: number[] = []
    const texts: string[] = []
    for (let tries = 0; tries < 60 && !statuses.includes(502); tries++) {
      const response = await fetch(`${cluster.url}/t/1/p/1?q=0`)
      statuses.push(response.status)
      texts.push(await response.text())
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(statuses).toContain(503)
    expect(statuses.at(-1)).toBe(502)
    expect(texts.at(-1)).toContain('breakers')
  } finally {
    await cluster.stop()
  }
})
