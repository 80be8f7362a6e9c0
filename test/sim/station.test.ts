import { describe, expect, it } from 'vitest'
import { meanInSystem, meanResponseMs, meanWaitMs, utilisation } from '#core/model/queueing.ts'
import { waitMsMean } from '#core/model/single-server.ts'
import type { StationScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { studentInterval } from '#experiments/statistics/interval.ts'
import { simulateStation } from '#sim/station.ts'

interface Setting {
  readonly servers: number
  readonly interarrivalMs: number
  readonly service?: 'exponential' | 'constant'
}

function stationOf({ servers, interarrivalMs, service = 'exponential' }: Setting): StationScenario {
  const { scenario } = parseScenario({
    model: 'station',
    name: 's',
    duration: '60 s',
    warmUp: '5 s',
    interarrival: { shape: 'exponential', mean: `${interarrivalMs} ms` },
    service: { shape: service, mean: '1 ms' },
    servers,
  })
  return scenario as StationScenario
}

function intervalsOf(setting: Setting) {
  const results = Array.from({ length: 6 }, (_, replication) =>
    simulateStation(stationOf(setting), 1, replication),
  )
  return (metric: string) =>
    studentInterval(
      results.map(({ metrics }) => metrics[metric]!.value),
      0.99,
    )
}

function expectInside(theory: number, { low, high }: { low: number; high: number }): void {
  expect(theory).toBeGreaterThan(low)
  expect(theory).toBeLessThan(high)
}

describe('a lone station', () => {
  it.each([
    { servers: 1, interarrivalMs: 2 },
    { servers: 1, interarrivalMs: 1.25 },
    { servers: 16, interarrivalMs: 1 / 12 },
  ])('agrees with M/M/c within a 99 % interval: %j', (setting) => {
    const load = { arrivalsPerSecond: 1000 / setting.interarrivalMs, serviceMs: 1, servers: setting.servers }
    const interval = intervalsOf(setting)
    expectInside(meanResponseMs(load), interval('responseMs.mean'))
    expectInside(meanWaitMs(load), interval('waitMs.mean'))
    expectInside(meanInSystem(load), interval('inSystem.mean'))
    expectInside(utilisation(load), interval('utilisation.station'))
    expectInside(load.arrivalsPerSecond, interval('throughputPerSecond'))
  })

  it('agrees with Pollaczek and Khinchine when service is constant', () => {
    const service = { shape: 'constant', meanMs: 1, cv: 1 } as const
    const interval = intervalsOf({ servers: 1, interarrivalMs: 1.25, service: 'constant' })
    expectInside(waitMsMean({ arrivalsPerSecond: 1000 / 1.25, service }), interval('waitMs.mean'))
  })

  it('goes the same way with the same seed and replication only', () => {
    const scenario = stationOf({ servers: 2, interarrivalMs: 1 })
    const fingerprints = [
      [1, 0],
      [2, 0],
      [1, 1],
    ].map(([seed, replication]) => simulateStation(scenario, seed!, replication!).fingerprint)
    expect(simulateStation(scenario, 1, 0).fingerprint).toBe(fingerprints[0])
    expect(new Set(fingerprints).size).toBe(3)
  })
})
