import { describe, expect, it } from 'vitest'
import { meanResponseMs, meanWaitMs } from '#core/model/queueing.ts'
import type { StationScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { simulate } from '#sim/simulate.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const station = (servers: number, interarrivalMs: number): StationScenario => {
  const exponential = (meanMs: number) => ({ shape: 'exponential', mean: `${meanMs} ms` })
  const { scenario } = parseScenario({
    model: 'station',
    name: 's',
    duration: '100 s',
    warmUp: '5 s',
    interarrival: exponential(interarrivalMs),
    service: exponential(1),
    servers,
  })
  return scenario as StationScenario
}

describe('a station', () => {
  it.each([
    [1, 1.25],
    [16, 1 / 14.4],
  ])(
    'with %d servers has the mean response and wait of theory within a 99.9 %% interval',
    (servers, interarrivalMs) => {
      const load = { arrivalsPerSecond: 1000 / interarrivalMs, serviceMs: 1, servers }
      const results = Array.from({ length: 8 }, (_, replication) =>
        simulate(station(servers, interarrivalMs), { replication }),
      )
      for (const [metric, theory] of [
        ['responseMs.mean', meanResponseMs(load)],
        ['waitMs.mean', meanWaitMs(load)],
      ] as const) {
        const { low, high } = studentInterval(
          results.map(({ metrics }) => metrics[metric]!.value),
          0.999,
        )
        expect(theory).toBeGreaterThan(low)
        expect(theory).toBeLessThan(high)
      }
    },
  )
})

describe('a simulated web backend', () => {
  const scenario = smallScenario()

  it('goes the same way twice, and another way with another seed or replication', () => {
    const [first, second, otherSeed, otherReplication] = [{}, {}, { seed: 5 }, { replication: 1 }].map(
      (options) => simulate(scenario, options),
    )
    expect(second).toEqual(first)
    expect(otherSeed!.fingerprint).not.toBe(first!.fingerprint)
    expect(otherReplication!.fingerprint).not.toBe(first!.fingerprint)
  })

  it('obeys Little: requests in the system are throughput times response time', () => {
    const { metrics } = simulate(smallScenario({ duration: '60 s', warmUp: '5 s' }))
    const expected = (metrics.throughputPerSecond!.value * metrics['responseMs.mean']!.value) / 1000
    expect(metrics['inSystem.mean']!.value).toBeCloseTo(expected, 1)
  })

  it('has energy that is power summed over time, between idle and busy', () => {
    const { metrics } = simulate(scenario)
    const seconds = (scenario.durationMs - scenario.warmUpMs) / 1000
    expect(metrics.energyJoules!.value).toBeCloseTo(metrics['powerWatts.mean']!.value * seconds, 6)
    expect(metrics['powerWatts.mean']!.value).toBeGreaterThanOrEqual(scenario.power.idleWatts)
    expect(metrics['powerWatts.mean']!.value).toBeLessThanOrEqual(scenario.power.busyWatts)
  })

  it('serves open arrivals at their rate', () => {
    const workload = {
      arrivals: 'open',
      rate: '50 / s',
      users: 1,
      thinkTime: { mean: '1 s' },
      pages: 40,
      tenants: 4,
    }
    const { metrics } = simulate(smallScenario({ workload, duration: '60 s' }))
    expect(metrics.throughputPerSecond!.value).toBeGreaterThan(45)
    expect(metrics.throughputPerSecond!.value).toBeLessThan(55)
    expect(metrics.errorRatio!.value).toBe(0)
  })

  it('answers from the database when the shared cache is down, and tells no user', () => {
    const world = createWorld(scenario)
    world.redis.isDown = true
    world.open()
    world.runUntil(scenario.durationMs)
    expect(world.measure.failed).toBe(0)
    expect(world.nodes[0]!.counters.remoteFailures).toBeGreaterThan(0)
    expect(world.measure.response.count).toBeGreaterThan(10)
  })

  it('serves less stale with shorter freshness, and never stale when versions are checked and nobody writes', () => {
    const workload = {
      arrivals: 'closed',
      users: 20,
      thinkTime: { mean: '20 ms' },
      pages: 10,
      tenants: 2,
      writeRatio: 0,
    }
    expect(simulate(smallScenario({ workload })).metrics.staleReadRatio!.value).toBe(0)
  })
})
