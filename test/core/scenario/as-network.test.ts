import { expect, it } from 'vitest'
import { asNetwork } from '#core/scenario/as-network.ts'
import { networkScenario } from '#core/scenario/station-schema.ts'
import type { StationScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { check } from '#core/schema.ts'

const station = parseScenario({
  model: 'station',
  name: 's',
  interarrival: { mean: '2 ms' },
  service: { mean: '1 ms' },
  feedback: 0.3,
}).scenario as StationScenario

it('a station is a network of one, with its feedback as a route', () => {
  const network = asNetwork(station)
  expect(check(networkScenario, network).problems).toEqual([])
  expect(network).toMatchObject({
    arrivals: { process: 'renewal', interarrival: { meanMs: 2 } },
    stations: [{ name: 'station', servers: 1 }],
    routing: [{ from: 'station', to: 'station', probability: 0.3 }],
  })
})

it('a network stays what it is', () => {
  const network = asNetwork(station)
  expect(asNetwork(network)).toBe(network)
})
