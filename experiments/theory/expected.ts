import { finiteRoom, impatient } from '#core/model/birth-death.ts'
import { moments } from '#core/model/moments.ts'
import {
  meanInSystem,
  meanResponseMs,
  meanWaitMs,
  responseQuantileMs,
  type StationLoad,
  waitProbability,
  waitQuantileMs,
} from '#core/model/queueing.ts'
import * as single from '#core/model/single-server.ts'
import { asNetwork } from '#core/scenario/as-network.ts'
import type { StationConfig } from '#core/scenario/traffic.ts'
import type { NetworkScenario, Scenario } from '#core/scenario.ts'
import { demands, type Stream, streamsOf, unstableStation } from '#core/workload/offered-load.ts'
import {
  type Expected,
  expectedOfClosed,
  expectedOfStations,
  isExponential,
  isPoisson,
} from './expected-of-network.ts'

/** What theory says about a scenario, where there is a closed result; nothing for a web backend. */
export function expectedOf(scenario: Scenario): Expected {
  if (scenario.model === 'web') return {}
  const network = asNetwork(scenario)
  if (unstableStation(network) !== undefined) return {}
  if (network.population > 0) return expectedOfClosed(network)
  if (network.stations.length > 1 || network.stations[0]!.count > 1) return expectedOfStations(network)
  return oneStation(network)
}

function oneStation(network: NetworkScenario): Expected {
  const [demand] = demands(network)
  const station = network.stations[0]!
  if (demand === undefined || demand.ratePerSecond === 0) return {}
  if (network.routing.length > 0) return expectedOfStations(network)
  if (network.classes.length > 0) return isPoisson(network) ? severalClasses(network, station) : {}
  const load: StationLoad = {
    arrivalsPerSecond: demand.ratePerSecond,
    serviceMs: station.service!.meanMs,
    servers: station.servers,
  }
  if (!isPoisson(network)) return renewalArrivals(network, load)
  if (station.room > 0)
    return isExponential(station.service) || station.room === station.servers
      ? limitedRoom(load, station)
      : {}
  if (station.patience !== undefined) return impatience(load, station)
  if (station.discipline === 'infinite-servers') return infiniteServers(network, load)
  if (station.servers > 1)
    return isExponential(station.service) && station.discipline === 'fcfs' ? manyServers(load) : {}
  return oneServer(network, { arrivalsPerSecond: load.arrivalsPerSecond, service: station.service! })
}

/** From a mean response, with Little's law. */
function fromResponse(responseMs: number, load: StationLoad): Expected {
  return {
    'responseMs.mean': responseMs,
    'waitMs.mean': responseMs - load.serviceMs,
    'utilisation.station': (load.arrivalsPerSecond * load.serviceMs) / 1000 / load.servers,
    'inSystem.mean': (load.arrivalsPerSecond * responseMs) / 1000,
    throughputPerSecond: load.arrivalsPerSecond,
  }
}

function manyServers(load: StationLoad): Expected {
  return {
    ...fromResponse(meanResponseMs(load), load),
    'inSystem.mean': meanInSystem(load),
    'waitMs.mean': meanWaitMs(load),
    'waitMs.p99': waitQuantileMs(load, 0.99),
    waitRatio: waitProbability(load),
  }
}

function oneServer(network: NetworkScenario, load: single.ServerLoad): Expected {
  const station = network.stations[0]!
  const { service } = load
  const asLoad = { arrivalsPerSecond: load.arrivalsPerSecond, serviceMs: service.meanMs, servers: 1 }
  const response = (ms: number) => fromResponse(ms, asLoad)
  const wait = (ms: number) => ({ ...response(ms + service.meanMs), 'waitMs.mean': ms })
  switch (station.discipline) {
    case 'processor-sharing':
      return {
        ...response(single.sharedResponseMs(load)),
        ...Object.fromEntries(
          network.observe.sizes.map((size) => [
            `responseMs.size.${size}ms`,
            single.sharedResponseMs(load, size),
          ]),
        ),
      }
    case 'lcfs-preemptive':
      return response(single.sharedResponseMs(load))
    case 'srpt':
      return isExponential(service) ? response(single.leastRemainingResponseMs(load)) : {}
    case 'sjf':
      return isExponential(service) ? response(single.shortestFirstResponseMs(load)) : {}
    case 'fcfs':
      if (station.vacation !== undefined) return wait(single.vacationWaitMs(load, station.vacation))
      if (station.setUp !== undefined) return wait(single.setUpWaitMs(load, station.setUp))
      return { ...wait(single.waitMsMean(load)), ...firstCome(network, load, asLoad) }
    default:
      return wait(single.waitMsMean(load))
  }
}

function firstCome({ observe }: NetworkScenario, load: single.ServerLoad, asLoad: StationLoad): Expected {
  const rho = (load.arrivalsPerSecond * load.service.meanMs) / 1000
  const expected: Expected = { waitRatio: rho, 'waitMs.variance': single.waitMsVariance(load) }
  if (load.service.shape === 'constant')
    for (const at of observe.waits)
      expected[`waitRatio.over.${at}ms`] = 1 - single.constantServiceWaitWithin(load, at)
  if (!isExponential(load.service)) return expected
  const leaves = (1 - rho) / load.service.meanMs
  for (const at of observe.waits) expected[`waitRatio.over.${at}ms`] = rho * Math.exp(-leaves * at)
  return {
    ...expected,
    'inSystem.variance': rho / (1 - rho) ** 2,
    'responseMs.p50': responseQuantileMs(asLoad, 0.5),
    'responseMs.p95': responseQuantileMs(asLoad, 0.95),
    'responseMs.p99': responseQuantileMs(asLoad, 0.99),
    'responseMs.variance': 1 / leaves ** 2,
    'waitMs.p99': waitQuantileMs(asLoad, 0.99),
  }
}

function renewalArrivals(network: NetworkScenario, load: StationLoad): Expected {
  const { arrivals } = network
  const { discipline, servers, room, patience, vacation, setUp, service } = network.stations[0]!
  if (arrivals?.process !== 'renewal' || discipline !== 'fcfs' || servers > 1 || !isExponential(service))
    return {}
  if (room > 0 || patience !== undefined || vacation !== undefined || setUp !== undefined) return {}
  const sigma = single.renewalWaitRatio(arrivals.interarrival, load.serviceMs)
  return sigma === undefined ? {} : { ...fromResponse(load.serviceMs / (1 - sigma), load), waitRatio: sigma }
}

function limitedRoom(load: StationLoad, { room, discipline }: StationConfig): Expected {
  if (discipline !== 'fcfs') return {}
  const found = finiteRoom(load, room)
  return {
    lossRatio: found.lossRatio,
    'responseMs.mean': found.responseMs,
    'waitMs.mean': found.responseMs - load.serviceMs,
    'inSystem.mean': found.inSystemMean,
    throughputPerSecond: found.throughputPerSecond,
    'utilisation.station': found.busyMean / load.servers,
    waitRatio: found.waitRatio,
  }
}

function impatience(load: StationLoad, { patience, discipline, service }: StationConfig): Expected {
  if (!isExponential(patience) || !isExponential(service) || discipline !== 'fcfs') return {}
  const found = impatient(load, patience!.meanMs)
  return {
    abandonRatio: found.lossRatio,
    'waiting.mean': found.waitingMean,
    'inSystem.mean': found.inSystemMean,
    throughputPerSecond: found.throughputPerSecond,
    'utilisation.station': found.busyMean / load.servers,
  }
}

/** M/G/infinity: the number present is Poisson (Kleinrock 1975, chapter 3). */
function infiniteServers({ observe }: NetworkScenario, load: StationLoad): Expected {
  const mean = (load.arrivalsPerSecond * load.serviceMs) / 1000
  const expected: Expected = {
    ...fromResponse(load.serviceMs, load),
    'inSystem.mean': mean,
    'inSystem.variance': mean,
  }
  delete expected['utilisation.station']
  for (const n of observe.inSystem) {
    let share = Math.exp(-mean)
    for (let k = 1; k <= n; k++) share *= mean / k
    expected[`inSystemRatio.${n}`] = share
  }
  return expected
}

function severalClasses(network: NetworkScenario, station: StationConfig): Expected {
  const { discipline, servers, room, patience, vacation, setUp } = station
  if (servers > 1 || room > 0 || patience !== undefined || vacation !== undefined || setUp !== undefined)
    return {}
  if (discipline !== 'priority' && discipline !== 'priority-preemptive') return {}
  const streams = [...streamsOf(network)].sort((a, b) => a.priority - b.priority)
  if (streams.some(({ priority }, i) => i > 0 && priority === streams[i - 1]!.priority)) return {}
  const classes = streams.map(({ ratePerSecond, service }: Stream) => ({
    arrivalsPerSecond: ratePerSecond,
    service: service ?? station.service!,
  }))
  const expected: Expected = {}
  for (const [index, { name }] of streams.entries()) {
    const serviceMs = moments(classes[index]!.service).mean
    const waitMs =
      discipline === 'priority'
        ? single.priorityWaitMs(classes, index)
        : single.preemptiveResponseMs(classes, index) - serviceMs
    expected[`class.${name}.waitMs.mean`] = waitMs
    expected[`class.${name}.responseMs.mean`] = waitMs + serviceMs
  }
  return expected
}
