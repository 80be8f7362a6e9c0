import type { NetworkScenario, QueueingScenario } from '#core/scenario.ts'

/** A lone station as a network of one, so that simulator and theory know one form; feedback is a route back to the station. */
export function asNetwork(scenario: QueueingScenario): NetworkScenario {
  if (scenario.model === 'network') return scenario
  const { service, servers, room, discipline, patience, vacation, setUp, interarrival, feedback, ...rest } =
    scenario
  const name = 'station'
  return {
    ...rest,
    model: 'network',
    arrivals: interarrival === undefined ? rest.arrivals : { process: 'renewal', interarrival },
    stations: [{ name, count: 1, service, servers, room, discipline, patience, vacation, setUp }],
    routing: feedback > 0 ? [{ from: name, to: name, probability: feedback }] : [],
    entry: '',
    isFork: false,
    dispatch: undefined,
  }
}
