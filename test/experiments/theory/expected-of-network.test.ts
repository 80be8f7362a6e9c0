import { describe, expect, it } from 'vitest'
import { asNetwork } from '#core/scenario/as-network.ts'
import type { QueueingScenario } from '#core/scenario.ts'
import { readScenario } from '#experiments/scenario-file.ts'
import { expectedOfClosed, expectedOfStations, isPoisson } from '#experiments/theory/expected-of-network.ts'

const network = (file: string, ...set: string[]) =>
  asNetwork(readScenario(`experiments/theory/${file}.yaml`, set) as QueueingScenario)

describe('theory of networks', () => {
  it('of a closed system: one station by its states, several by mean value analysis; they agree', () => {
    const one = expectedOfClosed(network('closed'))
    expect(one['responseMs.mean']).toBeCloseTo(5.18728892987, 10)
    const several = expectedOfClosed(
      network(
        'closed-four-stations',
        'population=10',
        'thinkTime.mean=5 ms',
        'stations.0.service.mean=1 ms',
        'stations.1.service.mean=1e-9 ms',
        'stations.2.service.mean=1e-9 ms',
        'stations.3.service.mean=1e-9 ms',
      ),
    )
    expect(several['responseMs.mean']).toBeCloseTo(one['responseMs.mean']!, 6)
  })

  it('of an open one: product form, fork, choice', () => {
    expect(expectedOfStations(network('tandem-two'))['responseMs.mean']).toBeCloseTo(7.22222222222, 10)
    expect(expectedOfStations(network('fork-join'))['responseMs.mean']).toBeCloseTo(4.70833333333, 10)
    expect(expectedOfStations(network('power-of-d'))['atStationRatio.from.3']).toBeCloseTo(0.0823543, 10)
    expect(expectedOfStations(network('shortest-queue'))).not.toHaveProperty(['responseMs.mean'])
  })

  it('is silent where a station is not a plain exponential server', () => {
    expect(expectedOfStations(network('tandem-two', 'stations.0.servers=2'))).toEqual({})
    expect(expectedOfStations(network('tandem-two', 'stations.1.service.shape=constant'))).toEqual({})
    expect(expectedOfClosed(network('closed', 'room=3'))).toEqual({})
  })

  it('knows Poisson arrivals in either form', () => {
    expect(isPoisson(network('mm1'))).toBe(true)
    expect(isPoisson(network('md1'))).toBe(true)
    expect(isPoisson(network('gim1-constant'))).toBe(false)
  })
})
