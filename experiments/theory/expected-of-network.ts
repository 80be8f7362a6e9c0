import { finitePopulation } from '#core/model/birth-death.ts'
import {
  chosenQueueFrom,
  chosenQueueResponseMs,
  forkJoinResponseMs,
  jacksonInSystem,
  meanValueAnalysis,
} from '#core/model/queueing-network.ts'
import type { Distribution, NetworkScenario } from '#core/scenario.ts'
import { demands, streamsOf, visitsOf } from '#core/workload/offered-load.ts'

/** Values of theory under the names of the metrics they are for. */
export type Expected = Record<string, number>

export const isExponential = (d: Distribution | undefined): boolean => d?.shape === 'exponential'

/** Poisson arrivals, as a rate or as exponential times between arrivals. */
export function isPoisson({ arrivals, classes }: NetworkScenario): boolean {
  if (arrivals === undefined) return classes.length > 0
  return (
    arrivals.process === 'poisson' || (arrivals.process === 'renewal' && isExponential(arrivals.interarrival))
  )
}

/** A closed system: machine repairman or mean value analysis. */
export function expectedOfClosed(network: NetworkScenario): Expected {
  const { stations, population, thinkTime, classes } = network
  const isPlain = stations.every(
    ({ service, discipline, room, patience, vacation, setUp, count }) =>
      isExponential(service) &&
      discipline === 'fcfs' &&
      count === 1 &&
      room === 0 &&
      [patience, vacation, setUp].every((d) => d === undefined),
  )
  if (!isPlain || classes.length > 0 || network.isFork || network.dispatch !== undefined) return {}
  const [only] = stations
  if (stations.length === 1 && network.routing.length === 0) {
    const { servers, service } = only!
    const found = finitePopulation({
      population,
      thinkMs: thinkTime.meanMs,
      serviceMs: service!.meanMs,
      servers,
    })
    return {
      throughputPerSecond: found.throughputPerSecond,
      'responseMs.mean': found.responseMs,
      'inSystem.mean': found.inSystemMean,
      [`utilisation.${only!.name}`]: found.busyMean / servers,
    }
  }
  if (stations.some(({ servers }) => servers > 1)) return {}
  const visits = visitsOf(network)
  const demandsMs = stations.map(({ service }, index) => visits[index]! * service!.meanMs)
  const found = meanValueAnalysis({ population, thinkMs: thinkTime.meanMs, demandsMs })
  return {
    throughputPerSecond: found.throughputPerSecond,
    'responseMs.mean': found.responseMs,
    'inSystem.mean': (found.throughputPerSecond * found.responseMs) / 1000,
    ...Object.fromEntries(
      stations.map(({ name }, index) => [`utilisation.${name}`, found.utilisations[index]!]),
    ),
  }
}

/** Single exponential servers with Poisson arrivals: Jackson's product form, forks, and choices among equal queues. */
export function expectedOfStations(network: NetworkScenario): Expected {
  const { stations, dispatch, isFork, classes } = network
  const isPlain = stations.every(
    ({ service, discipline, servers, room, patience, vacation, setUp }) =>
      isExponential(service) &&
      discipline === 'fcfs' &&
      servers === 1 &&
      room === 0 &&
      [patience, vacation, setUp].every((d) => d === undefined),
  )
  if (!isPlain || !isPoisson(network) || classes.length > 0) return {}
  const [stream] = streamsOf(network)
  const found = demands(network)
  const utilisations = Object.fromEntries(
    found.map(({ station, load }) => [`utilisation.${station.name}`, load]),
  )
  const rate = stream!.ratePerSecond
  const isOneKind = stations.length === 1
  const serviceMs = stations[0]!.service!.meanMs
  const base = { ...utilisations, throughputPerSecond: rate }
  if (isFork)
    return isOneKind
      ? {
          ...base,
          'responseMs.mean': forkJoinResponseMs({
            arrivalsPerSecond: rate,
            serviceMs,
            stations: stations[0]!.count,
          }),
        }
      : {}
  if (dispatch !== undefined) return isOneKind ? { ...base, ...chosen(network, found[0]!.load) } : {}
  const inSystem = found.reduce((sum, { load }) => sum + jacksonInSystem(load), 0)
  return { ...base, 'inSystem.mean': inSystem, 'responseMs.mean': (1000 * inSystem) / rate }
}

/** The limit of infinitely many queues; a single choice is M/M/1 at any number. */
function chosen({ dispatch, stations, observe }: NetworkScenario, load: number): Expected {
  const { rule, choices } = dispatch!
  const serviceMs = stations[0]!.service!.meanMs
  const d = rule === 'random' ? 1 : rule === 'power-of-d' ? choices : undefined
  // An idle queue is always found in the limit, so nobody waits.
  if (d === undefined) return rule === 'idle' ? { 'responseMs.mean': serviceMs, 'waitMs.mean': 0 } : {}
  return {
    'responseMs.mean': chosenQueueResponseMs(load, d, serviceMs),
    ...Object.fromEntries(
      observe.inSystem.map((n) => [`atStationRatio.from.${n}`, chosenQueueFrom(load, d, n)]),
    ),
  }
}
