/** A web backend in virtual time, built from a scenario: clients, gateway, nodes, shared cache, database, and what is measured. */
import { ledgerSums, prefetchMetrics, shareMetrics } from '#core/cache/node/metrics.ts'
import type { Clock } from '#core/flow/clock.ts'
import { createDelivery } from '#core/flow/delivery.ts'
import { createFleet, type Fleet } from '#core/flow/fleet.ts'
import { createGateway, type Gateway } from '#core/flow/gateway.ts'
import { type AppNode, createNode } from '#core/flow/node.ts'
import { Runner } from '#core/flow/runner.ts'
import type { Task } from '#core/flow/task.ts'
import { invariant } from '#core/invariant.ts'
import { isElastic, nodesAtMost, processorsEach } from '#core/scenario/fleet-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { createBroadcast, type InvalidationOnItsWay } from './broadcast.ts'
import { Calendar } from './calendar.ts'
import { createClientNetwork } from './client.ts'
import { createClients, gatewayPlace, type RequestInFlight } from './clients.ts'
import { createColdCode } from './cold-code.ts'
import { type ControlLoops, createControlLoops } from './control.ts'
import { createCosts } from './costs.ts'
import { createDatabase, type SimulatedDatabase } from './database.ts'
import { virtualPerform } from './driver.ts'
import { type Answer, eventKinds } from './event.ts'
import { createFaults, type FaultEvent } from './fault/faults.ts'
import { nodeClock } from './fault/node-clock.ts'
import { Fingerprint } from './fingerprint.ts'
import { createSimulatedFleet } from './fleet.ts'
import { createLowerTiers } from './lower-tiers.ts'
import { createMachine, type Heard, type Machine, type OnLoop, type OnThread } from './machine.ts'
import { Measure } from './measure.ts'
import { createParts, type PartWork } from './parts.ts'
import { ownProcessors, sharedProcessors, speedsOf } from './processors.ts'
import { createRedis, type SimulatedRedis } from './redis.ts'
import { createRequestRate } from './request-rate.ts'
import { createStaleness, type Staleness, type WorldRecorder } from './staleness.ts'
import { type Totals, totalsNow } from './totals.ts'
import { createTracking, trackingMode } from './tracking.ts'
import { createWay } from './way.ts'
import type { OnWorker } from './workers.ts'

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
  readonly control: ControlLoops
  /** Where nodes come and go. */
  readonly fleet: Fleet | undefined
  readonly fingerprint: Fingerprint
  /** Lets users and arrivals in, and starts the warm-up. */
  open(): void
  /** Lets nobody in any more: users that have their answer stay away. */
  close(): void
  /** Performs all events up to a time. Infinity: until nothing is left. */
  runUntil(until: Ms): void
  totals(): Totals
  /** Metrics of parts of nodes that not every scenario has. */
  nodeMetrics(): Record<string, { readonly value: number; readonly unit: string }>
}

/** Parameters: recorder, told of every read, commit and acknowledgement. */
export function createWorld(scenario: WebScenario, replication = 0, recorder?: WorldRecorder): World {
  const calendar = new Calendar()
  const clock: Clock = { now: 0 }
  const fingerprint = new Fingerprint()
  const rate = createRequestRate(calendar)
  const redis = createRedis(scenario, replication)
  const database = createDatabase(scenario, replication)
  const staleness = createStaleness(database, clock, recorder)
  const nodes = Array.from({ length: nodesAtMost(scenario.nodes) }, (_, index) =>
    createNode({
      index,
      scenario,
      replication,
      clock: nodeClock(clock, scenario.faults.clockSkews, index),
      watch: staleness,
    }),
  )
  const gateway = createGateway({ scenario, clock, replication })
  const costs = createCosts(scenario, replication, rate.perSecond)
  const { cores } = scenario.nodes
  const processors =
    cores > 0 ? sharedProcessors(calendar, cores, speedsOf(scenario, replication)) : ownProcessors(calendar)
  const coldCode = createColdCode(scenario)
  const machine = createMachine(scenario.nodes, {
    nodes,
    calendar,
    processors,
    costs,
    coldCode,
    give: answerTask,
  })
  const each = processorsEach(scenario.nodes)
  if (each !== 1) for (const { index } of nodes) machine.renew(index, each)
  const parts = createParts(scenario, costs, processors)
  const network = createClientNetwork(scenario, replication)
  const way = createWay(scenario, replication)
  const delivery = createDelivery({ scenario, clock, way, replication })
  const faults = createFaults(scenario, replication, { calendar, nodes, redis, crashed })
  const comings = createSimulatedFleet(scenario, replication, { calendar, nodes, machine, coldCode, faults })
  const broadcast = createBroadcast(scenario, replication, {
    calendar,
    nodes,
    staleness,
    faults,
    fleet: comings,
  })
  const answers = virtualPerform({
    calendar,
    nodes,
    machine,
    machineParts: parts,
    coldCode,
    lower: createLowerTiers(scenario, replication),
    redis,
    database,
    deliveryMs: delivery === undefined ? network.shardMs : way.shardMs,
    broadcast: broadcast.send,
    tracking: createTracking(trackingMode(scenario), nodes.length),
    faults,
    fleet: comings,
  })
  const runner = new Runner(answers)
  const route = (node: number, isReady: boolean) => gateway.balance.setHealthy(node, isReady)
  const fleet =
    isElastic(scenario.nodes) && scenario.nodes.kind === 'server'
      ? createFleet({ scenario, clock, runner, replication, place: gatewayPlace, route })
      : undefined
  const control = createControlLoops(nodes, replication)
  let ledgers = ledgerSums(nodes)
  const told = fleet ?? gateway.functions
  const totals = (): Totals =>
    totalsNow({
      ...{ calendar, nodes, gateway, delivery, redis, database, machine, parts, staleness },
      fleet: told,
    })
  const measure = new Measure(
    {
      processors: cores > 0 ? cores : scenario.nodes.count * (each + scenario.nodes.workers),
      nodes: scenario.nodes.count,
      isElastic: told !== undefined,
      redisChannels: redis.channels,
      databaseConnections: database.connections,
    },
    scenario.power,
    totals(),
  )
  const clients = createClients(scenario, replication, {
    calendar,
    runner,
    gateway,
    delivery,
    network,
    measure,
    parts,
    rate,
  })

  function crashed(node: number): void {
    coldCode?.restarted(node)
    comings?.crashed(node)
    runner.cancelBackground(node)
  }

  function answerTask({ task, operate }: Answer): void {
    if (task.isEnded) return
    let reply: unknown
    try {
      reply = operate()
    } catch (error) {
      task.raise(error as Error)
      return
    }
    task.resume(reply)
  }

  const arriveAnswer = (answer: Answer): void =>
    answer.part === undefined ? machine.hear(answer) : parts.charge(answer.part, () => machine.hear(answer))

  function second(): void {
    measure.sample(totals())
    control.sample()
    calendar.schedule(calendar.now + 1000, eventKinds.second, 0)
  }

  function warm(): void {
    measure.startCounting(totals())
    staleness.startCounting(redis.operations)
    control.startCounting()
    ledgers = ledgerSums(nodes)
  }

  /** Performs the event that has come up and gives the number by which the fingerprint knows its subject. */
  function perform(kind: number, subject: unknown): number {
    if (faults?.holds(kind, subject)) return 0
    switch (kind) {
      case eventKinds.wake:
        ;(subject as Task).resume()
        return (subject as Task).place
      case eventKinds.answer:
        arriveAnswer(subject as Answer)
        return (subject as Answer).task.place
      case eventKinds.heard:
        machine.heard(subject as Heard)
        return (subject as Heard).answer.task.place
      case eventKinds.partDone:
        parts.done(subject as PartWork)
        return 0
      case eventKinds.processorsTurn: {
        const work = processors.turn()
        return work === undefined ? 0 : perform(work.kind, work.subject)
      }
      case eventKinds.workDone:
        machine.done(subject as OnLoop)
        return (subject as OnLoop).node
      case eventKinds.workerDone:
        machine.workerDone(subject as OnWorker)
        return (subject as OnWorker).node
      case eventKinds.threadDone:
        machine.threadDone(subject as OnThread)
        return (subject as OnThread).node
      case eventKinds.reachesGateway:
        clients.reachGateway(subject as RequestInFlight)
        return (subject as RequestInFlight).request.page
      case eventKinds.delivered:
        clients.deliver(subject as RequestInFlight)
        return (subject as RequestInFlight).request.page
      case eventKinds.invalidation:
        return broadcast.receive(subject as InvalidationOnItsWay)
      case eventKinds.fault:
      case eventKinds.fleet:
        return (subject as FaultEvent)()
      case eventKinds.userSends:
        clients.send(subject as number)
        return subject as number
      case eventKinds.arrival:
        clients.arrive()
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
    control,
    fleet,
    fingerprint,
    open() {
      fleet?.begin()
      clients.open()
      control.start(runner)
      // Samples meet the end of warm-up.
      calendar.schedule(scenario.warmUpMs % 1000 || 1000, eventKinds.second, 0)
      calendar.schedule(scenario.warmUpMs, eventKinds.warm, 0)
    },
    close() {
      clients.close()
      control.stop()
      fleet?.end()
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
    nodeMetrics: () => ({
      ...(ledgers !== undefined && prefetchMetrics(ledgers, ledgerSums(nodes)!)),
      ...shareMetrics(nodes),
    }),
  }
}
