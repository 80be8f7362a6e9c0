import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { createFleet } from '#core/flow/fleet.ts'
import type { NodeReading } from '#core/flow/fleet-reading.ts'
import { parked } from '#core/flow/runner.ts'
import type { Task } from '#core/flow/task.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { handDriver } from './hand-driver.ts'

const startUpMs = 300

/** A fleet whose nodes start in 300 ms, stop in 50 ms when drained, and use so much of their processors as `load` says. */
function fleetOf(nodes: Record<string, unknown>) {
  const seen: string[] = []
  const routed = new Map<number, boolean>()
  const world = { load: 0.5, dead: new Set<number>(), broken: new Set<number>() }
  const begunAtMs = new Map<number, number>()
  const driver = handDriver({
    startNode({ node, processors, isReplacement }, task: Task) {
      const at = driver.clock.now
      seen.push(
        `${at} start ${node}${processors === 1 ? '' : ` of ${processors}`}${isReplacement ? ' anew' : ''}`,
      )
      task.abandon = driver.at(at + startUpMs, () => {
        if (world.broken.has(node)) return task.raise(new TandemError('NodeUnavailable', 'it ended'))
        world.dead.delete(node)
        begunAtMs.set(node, driver.clock.now)
        task.resume()
      })
      return parked
    },
    stopNode({ node, drainMs }, task: Task) {
      seen.push(`${driver.clock.now} stop ${node}${drainMs === 0 ? ' at once' : ''}`)
      begunAtMs.delete(node)
      if (drainMs === 0) return
      task.abandon = driver.at(driver.clock.now + 50, () => task.resume())
      return parked
    },
    probeNode: ({ node }) => !world.dead.has(node),
    readFleet: () =>
      [...begunAtMs].map(
        ([node, sinceMs]): NodeReading => ({
          node,
          busyMs: world.load * (driver.clock.now - sinceMs),
          requests: 0,
          stayedMs: 0,
        }),
      ),
  })
  const scenario = smallScenario({ nodes })
  for (let node = 0; node < scenario.nodes.count; node++) begunAtMs.set(node, 0)
  const fleet = createFleet({
    scenario,
    clock: driver.clock,
    runner: driver.runner,
    place: -1,
    route: (node, isReady) => void routed.set(node, isReady),
  })
  fleet.begin()
  const until = (endMs: number) => {
    driver.at(endMs, () => {
      throw new Error('until')
    })
    try {
      driver.runUntilIdle()
    } catch (error) {
      if ((error as Error).message !== 'until') throw error
    }
  }
  return { fleet, driver, seen, routed, world, until }
}

const byLoad = {
  count: 1,
  scale: {
    enabled: true,
    period: '1 s',
    nodesMax: 4,
    by: { policy: 'kubernetes-hpa', targetPercent: 50, downWindow: '0 s' },
  },
}

describe('a fleet', () => {
  it('starts nodes when the load asks for it, and tells the balance when they are ready', () => {
    const { fleet, seen, routed, world, until } = fleetOf(byLoad)
    world.load = 1
    until(2100)
    // The first period has nothing to compare with.
    expect(seen).toEqual(['2000 start 1'])
    expect(fleet.count).toBe(2)
    expect(routed.get(1)).toBe(false)
    until(2350)
    expect(routed.get(1)).toBe(true)
    expect(fleet.isReady(1)).toBe(true)
  })

  it('takes the youngest node from the balance before it stops it', () => {
    const { fleet, seen, routed, world, until } = fleetOf(byLoad)
    world.load = 1
    until(2500)
    world.load = 0.1
    until(4010)
    expect(seen.at(-1)).toBe('4000 stop 1')
    expect(routed.get(1)).toBe(false)
    expect(fleet.count).toBe(1)
    until(4100)
    // One node all the time, the other from 2000 to 4050.
    expect(fleet.nodeMs()).toBe(4100 + 2050)
  })

  it('stays within its bounds', () => {
    const { fleet, world, until } = fleetOf(byLoad)
    world.load = 1
    until(20_000)
    expect(fleet.count).toBe(4)
    world.load = 0
    until(40_000)
    expect(fleet.count).toBe(1)
  })

  it('makes instances larger one after the other when the policy asks for size', () => {
    const { fleet, seen, world, until } = fleetOf({
      count: 2,
      scale: {
        enabled: true,
        period: '1 s',
        by: { policy: 'vertical', replicas: 2, percentile: 1, margin: 0, between: '0 s', change: 0.3 },
      },
    })
    world.load = 0.5
    until(6000)
    expect(seen.map((line) => line.replace(/[\d.]+$/, 'x'))).toEqual([
      expect.stringMatching(/2000 stop/),
      '2050 start 0 of x',
      expect.stringMatching(/3000 stop/),
      '3050 start 1 of x',
    ])
    expect(fleet.counters.resized).toBe(2)
  })
})

describe('a fleet that heals', () => {
  const healing = {
    count: 2,
    heal: {
      enabled: true,
      by: {
        policy: 'kubernetes-healing',
        period: '100 ms',
        failures: 3,
        firstWait: '1 s',
        nodeGrace: '2 s',
        toleration: '3 s',
      },
    },
  }

  it('finds a dead node by probes that fail, passes it over and starts it again', () => {
    const { fleet, seen, routed, world, until } = fleetOf(healing)
    until(250)
    expect(fleet.isReady(0)).toBe(true)
    world.dead.add(0)
    until(450)
    expect(routed.get(0)).toBe(undefined)
    until(510)
    expect(seen).toEqual(['500 stop 0 at once', '500 start 0'])
    expect(routed.get(0)).toBe(false)
    until(1000)
    expect(routed.get(0)).toBe(true)
    expect(fleet.counters.restarted).toBe(1)
    expect(routed.get(1)).toBe(undefined)
  })

  it('waits longer before each start of a node that does not come up, and replaces it when it counts as lost', () => {
    const { fleet, seen, world, until } = fleetOf(healing)
    world.dead.add(1)
    world.broken.add(1)
    until(10_000)
    expect(seen.filter((line) => line.includes('start'))).toEqual([
      '200 start 1',
      '1500 start 1',
      '3800 start 1',
      '8100 start 1 anew',
    ])
    expect(fleet.counters.replaced).toBe(1)
  })

  it('decides nothing any more after its end', () => {
    const { fleet, driver, until } = fleetOf(healing)
    until(250)
    fleet.end()
    expect(driver.runner.live).toBe(0)
  })
})
