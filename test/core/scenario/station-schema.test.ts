import { describe, expect, it } from 'vitest'
import { networkScenario, stationScenario } from '#core/scenario/station-schema.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { check, problemText } from '#core/schema.ts'

const service = { mean: '1 ms' }
const open = { interarrival: { mean: '2 ms' } }
const station = (more: object) => ({ model: 'station', name: 's', ...more })
const network = (more: object) => ({
  model: 'network',
  name: 'n',
  arrivals: { process: 'poisson', rate: '1 / s' },
  ...more,
})
const said = (raw: object) => parseScenario(raw).problems.map(problemText)

describe('a station in a scenario', () => {
  it.each([
    { ...open, service },
    { arrivals: { process: 'poisson', rate: '1 / s' }, service, servers: 2, room: 2 },
    { population: 5, thinkTime: { mean: '5 ms' }, service },
    { ...open, service, patience: { mean: '3 ms' }, discipline: 'sjf' },
    {
      service,
      classes: [
        { rate: '1 / s', priority: 1 },
        { rate: '2 / s', priority: 2 },
      ],
      discipline: 'priority',
    },
    {
      ...open,
      classes: [
        { share: 1, service },
        { share: 2, service },
      ],
    },
  ])('%j is read, and its base form, too', (raw) => {
    const { scenario, problems } = parseScenario(station(raw))
    expect(problems).toEqual([])
    expect(check(stationScenario, scenario).problems).toEqual([])
  })

  it.each([
    [{ service }, /interarrival: is missing/],
    [{ ...open, service, population: 3 }, /interarrival: customers come in more than one way/],
    [open, /service: is missing/],
    [{ ...open, service, servers: 3, room: 2 }, /room: leaves a server without a customer/],
    [
      { ...open, service, discipline: 'srpt', patience: { mean: '1 ms' } },
      /patience: has no meaning with srpt/,
    ],
    [
      { ...open, service, discipline: 'processor-sharing', vacation: { mean: '1 ms' } },
      /vacation: has no meaning/,
    ],
    [{ ...open, service, vacation: { mean: '1 ms' }, setUp: { mean: '1 ms' } }, /setUp: /],
    [{ ...open, service, vacation: { mean: '0 ms' } }, /vacation: a vacation takes time/],
    [{ service, classes: [{ rate: '1 / s' }, { share: 1 }] }, /classes: some classes have a rate/],
    [{ ...open, service, classes: [{}] }, /classes: classes need shares or rates/],
    [{ ...open, service, feedback: 1 }, /feedback: /],
  ])('%j is refused', (raw, message) => {
    expect(said(station(raw)).join('\n')).toMatch(message)
  })
})

describe('a network in a scenario', () => {
  const two = [
    { name: 'a', service },
    { name: 'b', service },
  ]

  it.each([
    { stations: two },
    { stations: two, routing: [{ from: 'a', to: 'b', probability: 0.5 }], entry: 'b' },
    { stations: [{ name: 'a', count: 8, service }], fork: true },
    { stations: [{ name: 'a', count: 8, service }], dispatch: { rule: 'shortest' } },
  ])('%j is read, and its base form, too', (raw) => {
    const { scenario, problems } = parseScenario(network(raw))
    expect(problems).toEqual([])
    expect(check(networkScenario, scenario).problems).toEqual([])
  })

  it.each([
    [{}, /stations: is missing/],
    [{ stations: [] }, /stations: has none/],
    [{ stations: [two[0], two[0]] }, /the same name twice/],
    [{ stations: [{ name: 'a' }] }, /stations: service is missing/],
    [{ stations: two, routing: [{ from: 'a', to: 'c', probability: 0.5 }] }, /unknown station 'c'/],
    [{ stations: two, entry: 'c' }, /entry: unknown station 'c'/],
    [
      {
        stations: two,
        routing: [
          { from: 'a', to: 'b', probability: 0.7 },
          { from: 'a', to: 'a', probability: 0.7 },
        ],
      },
      /add up to 1\.4/,
    ],
    [{ stations: two, fork: true, dispatch: {} }, /more than one way/],
    [{ stations: [{ name: 'a', count: 2, service }] }, /count 1 without fork or dispatch/],
  ])('%j is refused', (raw, message) => {
    expect(said(network(raw)).join('\n')).toMatch(message)
  })
})
