import { describe, expect, it } from 'vitest'
import { startNode, stopNode } from '#core/flow/effect.ts'
import { writePage } from '#core/flow/write-page.ts'
import { coldStartRatio } from '#core/model/cold-start.ts'
import { gatewayPlace } from '#sim/clients.ts'
import type { RunResult } from '#sim/result.ts'
import { simulate } from '#sim/simulate.ts'
import { createWorld } from '#sim/world.ts'
import { fleetDriverContract } from '../contract/fleet-driver.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

fleetDriverContract('the simulator', async () => {
  const { runner, clock, runUntil } = createWorld(
    smallScenario({ nodes: { count: 1, scale: { enabled: true, nodesMax: 2 } } }),
  )
  return {
    runner,
    clock,
    settle: async () => runUntil(Number.POSITIVE_INFINITY),
    stop: async () => {},
  }
})

/** Requests of 20 ms on a processor, one shard, no caches: a node bears 50 a second. */
const plain = {
  duration: '40 s',
  warmUp: '5 s',
  gateway: { enabled: false },
  cache: { enabled: false },
  redis: { enabled: false },
  render: { shardsMin: 1, shardsMax: 1 },
  costs: {
    accept: { fixed: '0 ms' },
    assemble: { fixed: '0 ms', msPerKiB: 0 },
    render: { fixed: '20 ms', msPerKiB: 0, cv: 0.5 },
    respond: { fixed: '0 ms', msPerKiB: 0 },
  },
}
const open = (rate: number) => ({
  workload: { arrivals: 'open', rate: `${rate} / s`, pages: 4000, tenants: 4, writeRatio: 0 },
})
const run = (given: Record<string, unknown>) => simulate(smallScenario({ ...plain, ...given }))
const metric = ({ metrics }: RunResult, name: string) => metrics[name]!.value

const scale = (by: unknown, rest: Record<string, unknown> = {}) => ({
  startUp: { shape: 'constant', mean: '500 ms' },
  scale: { enabled: true, nodesMax: 8, period: '2 s', by, ...rest },
})

describe('nodes that come and go in the simulator', () => {
  it('follow the load: as many as it takes at the target, and the response time shows it', () => {
    const hpa = { policy: 'kubernetes-hpa', targetPercent: 60 }
    const balance = 'least-outstanding'
    const scaled = run({ ...open(120), balance, nodes: { count: 1, ...scale(hpa) } })
    // 120 requests of 20 ms are 2.4 processors; at 60 % they need 4 nodes.
    expect(metric(scaled, 'nodes.mean')).toBeGreaterThan(3.5)
    expect(metric(scaled, 'nodes.mean')).toBeLessThan(5.5)
    expect(metric(scaled, 'utilisation.node')).toBeGreaterThan(0.45)
    expect(metric(scaled, 'utilisation.node')).toBeLessThan(0.65)
    expect(metric(scaled, 'errorRatio')).toBe(0)
    const fixed = run({ ...open(120), balance, nodes: { count: 2 } })
    expect(metric(scaled, 'responseMs.p50')).toBeLessThan(metric(fixed, 'responseMs.p50') / 20)
    const nodes = scaled.series.find(({ name }) => name === 'nodes')!.values
    expect(nodes).toHaveLength(scaled.series[0]!.values.length)
    expect(nodes.slice(5).reduce((sum, one) => sum + one, 0) / 35).toBeCloseTo(
      metric(scaled, 'nodes.mean'),
      9,
    )
    expect(metric(scaled, 'nodeHours')).toBeCloseTo((metric(scaled, 'nodes.mean') * 35) / 3600, 9)
  })

  it('leave when the load falls, and no request fails', () => {
    const hpa = { policy: 'kubernetes-hpa', targetPercent: 60, downWindow: '4 s' }
    const scaled = run({ ...open(20), nodes: { count: 6, ...scale(hpa) } })
    expect(metric(scaled, 'nodes.mean')).toBeLessThan(2)
    expect(metric(scaled, 'errorRatio')).toBe(0)
  })

  it('change no run where they are not switched on, and give the same run again where they are', () => {
    const quiet = run({ ...open(20), nodes: { count: 3 } })
    const other = run({ ...open(20), nodes: { count: 3, startUp: { mean: '9 s' }, drain: '1 s' } })
    expect(other.fingerprint).toBe(quiet.fingerprint)
    const scaled = { ...open(60), nodes: { count: 1, ...scale('queue-based') } }
    expect(run(scaled)).toEqual(run(scaled))
    expect(run(scaled).fingerprint).not.toBe(quiet.fingerprint)
  })

  it('draw the power of those that are there', () => {
    const watts = (nodes: Record<string, unknown>) => metric(run({ ...open(1), nodes }), 'powerWatts.mean')
    const four = watts({ count: 4, ...scale({ policy: 'fixed-fleet', replicas: 4 }) })
    const one = watts({ count: 4, ...scale({ policy: 'fixed-fleet', replicas: 1 }) })
    expect(one / four).toBeGreaterThan(0.24)
    expect(one / four).toBeLessThan(0.31)
  })

  it('have other processors when a policy gives them', () => {
    const vertical = { policy: 'vertical', replicas: 1, between: '4 s', most: 8, margin: 0.5 }
    const scaled = run({ ...open(70), nodes: { count: 1, ...scale(vertical), drain: '500 ms' } })
    const fixed = run({ ...open(70), nodes: { count: 1 } })
    // 1.4 processors are too much for one; a larger node bears it.
    expect(metric(scaled, 'responseMs.p50')).toBeLessThan(metric(fixed, 'responseMs.p50') / 5)
  })
})

describe('nodes of other sizes', () => {
  it('do as much together: fewer and larger ones wait less', () => {
    const at = (count: number) =>
      metric(run({ ...open(120), nodes: { count, processorsTotal: 4 } }), 'responseMs.mean')
    expect(at(1)).toBeLessThan(at(4))
    // Halves of a processor take twice as long.
    expect(at(8)).toBeGreaterThan(1.4 * at(4))
  })
})

describe('the utilisation that a node decides by', () => {
  it('is a share of all its processors', () => {
    const world = createWorld(
      smallScenario({ ...plain, ...open(100), nodes: { count: 1, processorsTotal: 8 } }),
    )
    world.open()
    world.runUntil(20_000)
    // 100 requests of 20 ms in 8 processors.
    expect(world.nodes[0]!.runQueue.utilisation()).toBeGreaterThan(0.15)
    expect(world.nodes[0]!.runQueue.utilisation()).toBeLessThan(0.35)
  })
})

describe('a crash with healing', () => {
  const heal = (period: string) => ({
    enabled: true,
    by: {
      policy: 'kubernetes-healing',
      period,
      failures: 2,
      firstWait: '1 s',
      nodeGrace: '4 s',
      toleration: '4 s',
    },
  })
  const crash = (forMs: number) => ({ faults: { crashes: [{ node: 0, at: '10 s', for: `${forMs} ms` }] } })
  const startUp = { shape: 'constant', mean: '500 ms' }

  it('is found by probes: requests fail until the node is passed over', () => {
    const errors = (period: string) =>
      metric(
        run({ ...open(40), ...crash(1), nodes: { count: 2, startUp, heal: heal(period) } }),
        'errorRatio',
      )
    expect(errors('200 ms')).toBeGreaterThan(0)
    expect(errors('2 s')).toBeGreaterThan(2 * errors('200 ms'))
  })

  it('ends when the node is started again, which it is on another machine when its own stays dead', () => {
    const world = createWorld(
      smallScenario({
        ...plain,
        ...open(40),
        ...crash(60_000),
        nodes: { count: 2, startUp, heal: heal('500 ms') },
      }),
    )
    world.open()
    world.runUntil(9_900)
    expect(world.fleet!.isReady(0)).toBe(true)
    world.runUntil(12_000)
    expect(world.fleet!.isReady(0)).toBe(false)
    world.runUntil(39_000)
    expect(world.fleet!.isReady(0)).toBe(true)
    expect(world.fleet!.counters).toMatchObject({ replaced: 1 })
  })

  it('of the process only ends with its first start', () => {
    const world = createWorld(
      smallScenario({
        ...plain,
        ...open(40),
        ...crash(1),
        nodes: { count: 2, startUp, heal: heal('500 ms') },
      }),
    )
    world.open()
    world.runUntil(15_000)
    expect(world.fleet!.counters).toMatchObject({ restarted: 1, replaced: 0 })
    expect(world.fleet!.isReady(0)).toBe(true)
  })

  it('finds a node that stands still, too, and has done with it', () => {
    const world = createWorld(
      smallScenario({
        ...plain,
        ...open(40),
        faults: { pauses: [{ node: 1, at: '10 s', for: '1000 s' }] },
        nodes: { count: 2, startUp, heal: heal('500 ms') },
      }),
    )
    world.open()
    world.runUntil(25_000)
    expect(world.fleet!.counters).toMatchObject({ restarted: 1 })
    expect(world.fleet!.isReady(1)).toBe(true)
    const served = world.nodes[1]!.counters.requests
    world.runUntil(30_000)
    expect(world.nodes[1]!.counters.requests).toBeGreaterThan(served + 50)
  })
})

describe('Kubernetes as it comes', () => {
  it.each([33_300, 38_800, 41_000])('finds a node that hangs from %i ms on 21 to 31 s later', (hangsAtMs) => {
    const world = createWorld(
      smallScenario({
        ...plain,
        ...open(5),
        duration: '90 s',
        faults: { pauses: [{ node: 1, at: `${hangsAtMs} ms`, for: '1000 s' }] },
        nodes: { count: 2, heal: { enabled: true } },
      }),
    )
    world.open()
    let now = hangsAtMs
    for (; world.fleet!.isReady(1) && now < 90_000; now += 100) world.runUntil(now + 100)
    expect(now - hangsAtMs).toBeGreaterThanOrEqual(21_000)
    expect(now - hangsAtMs).toBeLessThanOrEqual(31_100)
  })
})

describe('a serverless fleet in the simulator', () => {
  it.each([250, 500, 1000])(
    'starts as many calls cold as Poisson gaps are longer than the %i ms that it keeps instances',
    (keepMs) => {
      const calls = 2
      const found = run({
        ...open(calls),
        duration: '2000 s',
        warmUp: '10 s',
        // The closed form knows no execution time: it is short, and a call that comes meanwhile shares the instance.
        costs: { ...plain.costs, render: { fixed: '0.1 ms', msPerKiB: 0 } },
        nodes: {
          count: 1,
          kind: 'serverless',
          startUp: { shape: 'constant', mean: '0.01 ms' },
          scale: { nodesMax: 40 },
          serverless: {
            concurrency: 10,
            keepAlive: { policy: 'fixed-keep-alive', keep: `${keepMs} ms` },
          },
        },
      })
      const count = metric(found, 'throughputPerSecond') * 1990
      const expected = coldStartRatio(calls, keepMs)
      const deviation = Math.sqrt((expected * (1 - expected)) / count)
      const z = (metric(found, 'nodeStarts') / count - expected) / deviation
      expect(Math.abs(z)).toBeLessThan(3)
    },
  )

  const serverless = (keep: string) => ({
    count: 1,
    kind: 'serverless',
    startUp: { shape: 'constant', mean: '400 ms' },
    scale: { nodesMax: 40 },
    serverless: { keepAlive: { policy: 'fixed-keep-alive', keep } },
  })

  it('trades cold starts for instances kept warm', () => {
    const short = run({ ...open(5), nodes: serverless('100 ms') })
    const long = run({ ...open(5), nodes: serverless('30 s') })
    expect(metric(short, 'nodeStarts')).toBeGreaterThan(50)
    expect(metric(long, 'nodeStarts')).toBeLessThan(5)
    expect(metric(long, 'nodes.mean')).toBeGreaterThan(metric(short, 'nodes.mean'))
    expect(metric(short, 'responseMs.p50')).toBeGreaterThan(400)
    expect(metric(long, 'responseMs.p50')).toBeLessThan(100)
  })
})

it.each([
  ['is told to stop brings its writes to the database before long', 1000, 2, 0],
  ['is stopped at once loses them', 0, 1, 1],
])('a node that %s', (_, drainMs, version, lost) => {
  const world = createWorld(
    smallScenario({
      nodes: { count: 1, startUp: { mean: '1 s' }, scale: { enabled: true, nodesMax: 2 } },
      cache: { writes: 'behind', writeBehind: { delay: '10 min' } },
      workload: { arrivals: 'closed', users: 1, pages: 40, tenants: 4, strongRatio: 0 },
    }),
  )
  const node = world.nodes[0]!
  const request = { id: 0, kind: 'write', tenant: 1, page: 5, query: 0 } as const
  world.runner.start(writePage(node, request), 0, undefined, () => {})
  world.runUntil(100)
  expect(node.counters.writesBehind).toBe(1)
  world.runner.start(stopNode({ node: 0, drainMs })[Symbol.iterator](), gatewayPlace, undefined, () => {})
  world.runUntil(200)
  const key = { tenant: 1, key: 5 * node.scenario.render.shardsMax }
  expect(world.database.load(key).version).toBe(version)
  world.runner.start(
    startNode({ node: 0, processors: 1, isReplacement: false })[Symbol.iterator](),
    gatewayPlace,
    undefined,
    () => {},
  )
  world.runUntil(30_000)
  expect(node.counters.writesLost).toBe(lost)
})
