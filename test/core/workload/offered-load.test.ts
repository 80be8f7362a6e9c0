import { describe, expect, it } from 'vitest'
import { asNetwork } from '#core/scenario/as-network.ts'
import type { QueueingScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { problemText } from '#core/schema.ts'
import { demands, streamsOf, unstableStation, visitsOf } from '#core/workload/offered-load.ts'

function networkOf(raw: object) {
  const { scenario, problems } = parseScenario({ name: 'n', ...raw })
  expect(problems.map(problemText)).toEqual([])
  return asNetwork(scenario as QueueingScenario)
}
const service = (mean: string) => ({ mean })
const poisson = (rate: string) => ({ process: 'poisson', rate })
const station = (more: object) => networkOf({ model: 'station', service: service('1 ms'), ...more })

describe('offered load', () => {
  it('visits follow from the traffic equations', () => {
    const loop = networkOf({
      model: 'network',
      arrivals: poisson('600 / s'),
      stations: [
        { name: 'cache', service: service('1 ms') },
        { name: 'origin', service: service('1.6666666666666667 ms') },
      ],
      routing: [
        { from: 'cache', to: 'origin', probability: 0.4 },
        { from: 'origin', to: 'cache', probability: 0.5 },
      ],
    })
    expect(visitsOf(loop).map((visits) => Number(visits.toFixed(9)))).toEqual([1.25, 0.5])
    expect(demands(loop).map(({ load }) => Number(load.toFixed(9)))).toEqual([0.75, 0.5])
  })

  it('a fork visits every station, a dispatch one of them', () => {
    const stations = [{ name: 'a', count: 4, service: service('1 ms') }]
    const base = { model: 'network', arrivals: poisson('800 / s'), stations }
    expect(demands(networkOf({ ...base, fork: true }))[0]!.load).toBeCloseTo(0.8, 12)
    expect(demands(networkOf({ ...base, dispatch: {} }))[0]!.load).toBeCloseTo(0.2, 12)
  })

  it('classes add up, by rates or by shares', () => {
    const byShare = station({
      interarrival: { mean: '2 ms' },
      classes: [
        { share: 1, name: 'a' },
        { share: 3, service: service('2 ms') },
      ],
    })
    expect(streamsOf(byShare).map(({ name, ratePerSecond }) => [name, ratePerSecond])).toEqual([
      ['a', 125],
      ['2', 375],
    ])
    expect(demands(byShare)[0]!.load).toBeCloseTo(0.875, 12)
    expect(demands(station({ classes: [{ rate: '100 / s' }, { rate: '200 / s' }] }))[0]!.load).toBeCloseTo(
      0.3,
      12,
    )
  })

  it.each([
    [{ arrivals: poisson('1050 / s') }, 1.05],
    [{ arrivals: poisson('1000 / s') }, 1],
    [{ arrivals: poisson('600 / s'), feedback: 0.5 }, 1.2],
    [{ arrivals: poisson('3000 / s'), servers: 3 }, 1],
    [{ arrivals: { process: 'batch', rate: '400 / s', group: { mean: 3 } } }, 1.2],
  ])('%j is unstable', (raw, load) => {
    expect(unstableStation(station(raw))!.load).toBeCloseTo(load, 9)
  })

  it.each([
    { arrivals: poisson('999 / s') },
    { arrivals: poisson('1050 / s'), room: 100 },
    { arrivals: poisson('1050 / s'), patience: { mean: '1 s' } },
    { arrivals: poisson('1050 / s'), discipline: 'infinite-servers' },
    { population: 100, thinkTime: { mean: '1 ms' } },
    { arrivals: { process: 'trace', times: ['1 ms', '1 ms'] } },
  ])('%j is stable', (raw) => {
    expect(unstableStation(station(raw))).toBeUndefined()
  })

  it('customers who never leave make a network unstable', () => {
    const forever = networkOf({
      model: 'network',
      arrivals: poisson('1 / s'),
      stations: [{ name: 'a', service: service('1 ms') }],
      routing: [{ from: 'a', to: 'a', probability: 1 }],
    })
    expect(unstableStation(forever)!.load).toBe(Infinity)
  })
})
