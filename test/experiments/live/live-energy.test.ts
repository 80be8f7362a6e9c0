import type { ChildProcess } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { type LiveEnergy, startLiveEnergy, withEnergy } from '#experiments/live/live-energy.ts'
import { readRapl } from '#experiments/live/rapl.ts'
import type { LiveNode } from '#server/start-node.ts'
import { smallScenario } from '../../reference-server/load/small-scenario.ts'

const { nodes, power } = smallScenario()
const line = { ...power, model: 'idle-busy', idleWatts: 100, busyWatts: 200, exponent: 1 } as const
const oneNode = { power: line, nodes: { ...nodes, count: 1, cores: 1 } }
const node = (pid: number | undefined): LiveNode => ({ child: { pid } as ChildProcess, port: 1 })

/** So much work of this very process, by its own processor time, between start and end of the meter. */
function energyOf(members: readonly LiveNode[], busyMs: number): LiveEnergy {
  const ended = startLiveEnergy({
    cluster: { nodes: new Map(members.map((member, index) => [index, member])) },
    scenario: oneNode,
  })
  const began = process.cpuUsage()
  for (let now = began; now.user + now.system < began.user + began.system + busyMs * 1000; )
    now = process.cpuUsage()
  return ended()
}

// Where processors count, the figures are theirs and not of this process.
describe.skipIf(readRapl() !== undefined)('modelled energy of a live run', () => {
  it('of a busy node is more than its idle power and never more than its busy power', () => {
    const { wattsMean, source } = energyOf([node(process.pid)], 60)
    expect(source).toBe('modelled')
    expect(wattsMean).toBeGreaterThan(100)
    expect(wattsMean).toBeLessThanOrEqual(200 + 1e-9)
  })

  it('counts nodes that run: none draws nothing', () => {
    expect(energyOf([], 1).joules).toBe(0)
    expect(energyOf([node(undefined)], 1).joules).toBe(0)
  })
})

describe('energy of a load', () => {
  const cluster = { nodes: new Map([[0, node(process.pid)]]) }

  it('that ends within warm-up is unknown', async () => {
    const scenario = { ...oneNode, warmUpMs: 60_000 }
    expect(await withEnergy({ cluster, scenario }, async () => 7)).toEqual({ result: 7, energy: undefined })
  })

  it('counts from the end of warm-up; a load that fails ends the counting', async () => {
    const scenario = { ...oneNode, warmUpMs: 0 }
    const soon = () => new Promise<number>((done) => setTimeout(() => done(1), 5))
    const { energy } = await withEnergy({ cluster, scenario }, soon)
    expect(energy!.joules).toBeGreaterThan(0)
    await expect(withEnergy({ cluster, scenario }, () => Promise.reject(new Error('x')))).rejects.toThrow('x')
  })
})
