/** A web backend in virtual time, built from a scenario: clients, gateway, nodes, shared cache, database, and what is measured. */
import type { Invalidation } from '#core/cache/entry.ts'
import type { Clock } from '#core/flow/clock.ts'
import { answer, createGateway, type Gateway } from '#core/flow/gateway.ts'
import { type AppNode, createNode, type NodeCounters } from '#core/flow/node.ts'
import type { PageRequest, PageResponse } from '#core/flow/request.ts'
import { Runner } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import { invariant } from '#core/invariant.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { requestSource } from '#core/workload/request-source.ts'
import { Calendar } from './calendar.ts'
import { createClientNetwork } from './client.ts'
import { createDatabase, type SimulatedDatabase } from './database.ts'
import { virtualPerform } from './driver.ts'
import { type Answer, eventKinds } from './event.ts'
import { createFaults, type FaultEvent } from './fault/faults.ts'
import { Fingerprint } from './fingerprint.ts'
import { createMachine, type Machine, type OnLoop, type OnThread } from './machine.ts'
import { Measure, type Totals } from './measure.ts'
import { createRedis, type SimulatedRedis } from './redis.ts'
import { createStaleness, type Staleness, type WorldRecorder } from './staleness.ts'
import { createTracking, trackingMode } from './tracking.ts'

/** Place of tasks that run at the gateway; nodes are 0 and up. */
export const gatewayPlace = -1

interface RequestInFlight {
  readonly user: number
  readonly request: PageRequest
  readonly sentAtMs: Ms
  response: PageResponse | undefined
}

interface InvalidationOnItsWay {
  readonly node: number
  readonly invalidation: Invalidation
}

export interface World {
  readonly calendar: Calendar
  readonly runner: Runner
  readonly clock: Clock
  readonly nodes: readonly AppNode[]
  readonly gateway: Gateway
  readonly redis: SimulatedRedis
  readonly database: SimulatedDatabase
  readonly machine: Machine
  readonly measure: Measure
  readonly staleness: Staleness
  readonly fingerprint: Fingerprint
  /** Lets users and arrivals in, and starts the warm-up. */
  open(): void
  /** Lets nobody in any more: users that have their answer stay away. */
  close(): void
  /** Performs all events up to a time. Infinity: until nothing is left. */
  runUntil(until: Ms): void
  totals(): Totals
}

/** Parameters: recorder, told of every read, commit and acknowledgement. */
export function createWorld(scenario: WebScenario, replication = 0, recorder?: WorldRecorder): World {
  const calendar = new Calendar()
  const clock: Clock = { now: 0 }
  const fingerprint = new Fingerprint()
  const redis = createRedis(scenario, replication)
  const database = createDatabase(scenario, replication)
  const staleness = createStaleness(database, clock, recorder)
  const nodes = Array.from({ length: scenario.nodes.count }, (_, index) =>
    createNode({ index, scenario, clock, watch: staleness }),
  )
  const gateway = createGateway({ scenario, clock, replication })
  const machine = createMachine(nodes, scenario, calendar, replication)
  const network = createClientNetwork(scenario, replication)
  const messageDelay = sampler(scenario.redis.roundTrip, stream(scenario.seed, 'redis.publish', replication))
  const everyNode = nodes.map(({ index }) => index)
  const broadcast = (invalidation: Invalidation, to: readonly number[] = everyNode): void => {
    staleness.messages += to.length
    for (const index of to) {
      const subject: InvalidationOnItsWay = { node: index, invalidation }
      if (faults === undefined)
        calendar.schedule(calendar.now + messageDelay() / 2, eventKinds.invalidation, subject)
      else
        for (const delayMs of faults.deliveries(() => messageDelay() / 2))
          calendar.schedule(calendar.now + delayMs, eventKinds.invalidation, subject)
    }
  }
  const faults = createFaults(scenario, replication, { calendar, nodes, redis })
  const answers = virtualPerform({
    calendar,
    nodes,
    machine,
    redis,
    database,
    deliveryMs: network.shardMs,
    broadcast,
    tracking: createTracking(trackingMode(scenario), nodes.length),
    faults,
  })
  const runner = new Runner(answers)
  const source = requestSource(scenario.workload, scenario.seed, replication)
  const processors = scenario.nodes.cores > 0 ? scenario.nodes.cores : nodes.length
  const isClosed = scenario.workload.arrivals === 'closed'
  let isShut = false

  function send(user: number): void {
    if (isShut) return
    const flight: RequestInFlight = {
      user,
      request: isClosed ? { ...source.next(), client: user } : source.next(),
      sentAtMs: calendar.now,
      response: undefined,
    }
    measure.sent(calendar.now)
    calendar.schedule(calendar.now + network.requestMs(), eventKinds.reachesGateway, flight)
  }

  function reachGateway(flight: RequestInFlight): void {
    runner.start(answer(gateway, flight.request), gatewayPlace, flight, (outcome) =>
      leaveGateway(flight, outcome),
    )
  }

  function leaveGateway(flight: RequestInFlight, outcome: Outcome<PageResponse>): void {
    if (outcome.kind === 'done') flight.response = outcome.value
    const isWaiting = flight.response?.servedBy === 'gateway'
    const backMs = isWaiting ? network.pageMs(flight.response!) : network.requestMs()
    calendar.schedule(calendar.now + backMs, eventKinds.delivered, flight)
  }

  function deliver(flight: RequestInFlight): void {
    measure.answered(calendar.now, flight.sentAtMs, flight.response)
    if (isClosed && !isShut)
      calendar.schedule(calendar.now + source.thinkMs(), eventKinds.userSends, flight.user)
  }

  function arrive(): void {
    if (isShut) return
    send(0)
    calendar.schedule(calendar.now + source.interarrivalMs(), eventKinds.arrival, 0)
  }

  function answerTask({ task, operate }: Answer): void {
    let reply: unknown
    try {
      reply = operate()
    } catch (error) {
      task.raise(error as Error)
      return
    }
    task.resume(reply)
  }

  function second(): void {
    measure.sample(totals())
    calendar.schedule(calendar.now + 1000, eventKinds.second, 0)
  }

  function warm(): void {
    measure.startCounting(totals())
    staleness.startCounting(redis.operations)
  }

  /** Performs the event that has come up and gives the number by which the fingerprint knows its subject. */
  function perform(kind: number, subject: unknown): number {
    switch (kind) {
      case eventKinds.wake:
        ;(subject as Task).resume()
        return (subject as Task).place
      case eventKinds.answer:
        answerTask(subject as Answer)
        return (subject as Answer).task.place
      case eventKinds.workDone:
        machine.done(subject as OnLoop)
        return (subject as OnLoop).node
      case eventKinds.threadDone:
        machine.threadDone(subject as OnThread)
        return (subject as OnThread).node
      case eventKinds.reachesGateway:
        reachGateway(subject as RequestInFlight)
        return (subject as RequestInFlight).request.page
      case eventKinds.delivered:
        deliver(subject as RequestInFlight)
        return (subject as RequestInFlight).request.page
      case eventKinds.invalidation:
        return receive(subject as InvalidationOnItsWay)
      case eventKinds.fault:
        return (subject as FaultEvent)()
      case eventKinds.userSends:
        send(subject as number)
        return subject as number
      case eventKinds.arrival:
        arrive()
        return 0
      case eventKinds.second:
        second()
        return 0
      default:
        invariant(kind === eventKinds.warm, `the world knows every event, found kind ${kind}`)
        warm()
        return 0
    }
  }

  function receive({ node, invalidation }: InvalidationOnItsWay): number {
    if (!faults?.isDeaf(node)) nodes[node]!.invalidated(invalidation)
    return invalidation.key
  }

  function totals(): Totals {
    let sums: Pick<
      NodeCounters,
      'remoteLookups' | 'remoteHits' | 'l1Lookups' | 'l1Hits' | 'l2Hits' | 'shards' | 'requests'
    > = {
      remoteLookups: 0,
      remoteHits: 0,
      l1Lookups: 0,
      l1Hits: 0,
      l2Hits: 0,
      shards: 0,
      requests: 0,
    }
    for (const { counters } of nodes) {
      sums = {
        remoteLookups: sums.remoteLookups + counters.remoteLookups,
        remoteHits: sums.remoteHits + counters.remoteHits,
        l1Lookups: sums.l1Lookups + counters.l1Lookups,
        l1Hits: sums.l1Hits + counters.l1Hits,
        l2Hits: sums.l2Hits + counters.l2Hits,
        shards: sums.shards + counters.shards,
        requests: sums.requests + counters.requests,
      }
    }
    return {
      ...sums,
      atMs: calendar.now,
      nodeBusyMs: machine.busyMs,
      redisBusyMs: redis.busyMs,
      databaseBusyMs: database.busyMs,
      redisOperations: redis.operations,
      gatewayLookups: gateway.counters.lookups,
      gatewayHits: gateway.counters.hits + gateway.counters.coalesced,
      waitedMs: machine.waitedMs,
      works: machine.served,
      fragmentsServed: staleness.reads,
      fragmentsStale: staleness.staleReads,
    }
  }

  const measure = new Measure(
    { processors, redisChannels: redis.channels, databaseConnections: database.connections },
    scenario.power,
    totals(),
  )

  return {
    calendar,
    runner,
    clock,
    nodes,
    gateway,
    redis,
    database,
    machine,
    measure,
    staleness,
    fingerprint,
    open() {
      if (isClosed) {
        for (let user = 0; user < scenario.workload.users; user++)
          calendar.schedule(source.thinkMs(), eventKinds.userSends, user)
      } else calendar.schedule(source.interarrivalMs(), eventKinds.arrival, 0)
      // Samples meet the end of warm-up.
      calendar.schedule(scenario.warmUpMs % 1000 || 1000, eventKinds.second, 0)
      calendar.schedule(scenario.warmUpMs, eventKinds.warm, 0)
    },
    close() {
      isShut = true
    },
    runUntil(until) {
      while (calendar.next(until)) {
        clock.now = calendar.now
        const { kind } = calendar
        fingerprint.add(clock.now, kind, perform(kind, calendar.subject))
      }
      clock.now = calendar.now
    },
    totals,
  }
}
