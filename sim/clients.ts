/** Users and arrivals: who sends a request when, its way to the gateway, and the way of the answer back. */
import type { Delivery } from '#core/flow/delivery.ts'
import { type Flow, wait } from '#core/flow/effect.ts'
import { answer, type Gateway } from '#core/flow/gateway.ts'
import type { PageRequest, PageResponse } from '#core/flow/request.ts'
import type { Runner } from '#core/flow/runner.ts'
import { Signal } from '#core/flow/signal.ts'
import type { Outcome } from '#core/flow/task.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { requestSource } from '#core/workload/request-source.ts'
import type { Calendar } from './calendar.ts'
import type { ClientNetwork } from './client.ts'
import { eventKinds } from './event.ts'
import type { Measure } from './measure.ts'
import type { Parts } from './parts.ts'
import type { RequestRate } from './request-rate.ts'

/** Place of tasks that run at the gateway; nodes are 0 and up. */
export const gatewayPlace = -1
/** Place of tasks that begin at a client and find their way through the caches before the gateway. */
export const clientPlace = -2

/** Subject of the events `reachesGateway` and `delivered`. */
export interface RequestInFlight {
  readonly user: number
  readonly request: PageRequest
  readonly sentAtMs: Ms
  response: PageResponse | undefined
}

export interface Clients {
  /** Lets users and arrivals in. */
  open(): void
  /** Lets nobody in any more: users that have their answer stay away. */
  close(): void
  send(user: number): void
  arrive(): void
  reachGateway(flight: RequestInFlight): void
  deliver(flight: RequestInFlight): void
}

export function createClients(
  { workload, seed, delivery: { population } }: WebScenario,
  replication: number,
  world: {
    readonly calendar: Calendar
    readonly runner: Runner
    readonly gateway: Gateway
    readonly delivery: Delivery | undefined
    readonly network: ClientNetwork
    readonly measure: Measure
    readonly parts: Parts
    readonly rate: RequestRate
  },
): Clients {
  const { calendar, runner, gateway, delivery, network, measure, parts, rate } = world
  const source = requestSource(workload, seed, replication)
  const isClosed = workload.arrivals === 'closed'
  const someUser = stream(seed, 'delivery.user', replication)
  let isShut = false

  function send(user: number): void {
    if (isShut) return
    const flight: RequestInFlight = {
      user: isClosed || delivery === undefined ? user : Math.floor(someUser() * population),
      request: isClosed ? { ...source.next(user), client: user } : source.next(),
      sentAtMs: calendar.now,
      response: undefined,
    }
    measure.sent(calendar.now)
    rate.sent()
    if (delivery === undefined)
      calendar.schedule(calendar.now + network.requestMs(), eventKinds.reachesGateway, flight)
    else askTiers(delivery, flight)
  }

  function askTiers(tiers: Delivery, flight: RequestInFlight): void {
    const flow = tiers.ask(flight.user, flight.request, () => askGateway(flight.request))
    runner.start(flow, clientPlace, flight, (outcome) => {
      if (outcome.kind === 'done') flight.response = outcome.value
      calendar.schedule(calendar.now, eventKinds.delivered, flight)
    })
  }

  function* askGateway(request: PageRequest): Flow<PageResponse> {
    const taken = new Signal<void>()
    parts.charge('gateway', () => taken.resolve())
    yield* wait(taken)
    return yield* answer(gateway, request)
  }

  function leaveGateway(flight: RequestInFlight, outcome: Outcome<PageResponse>): void {
    if (outcome.kind === 'done') flight.response = outcome.value
    const isWaiting = flight.response?.servedBy === 'gateway'
    const backMs = isWaiting ? network.pageMs(flight.response!) : network.requestMs()
    calendar.schedule(calendar.now + backMs, eventKinds.delivered, flight)
  }

  return {
    open() {
      if (isClosed) {
        for (let user = 0; user < workload.users; user++)
          calendar.schedule(source.thinkMs(), eventKinds.userSends, user)
      } else calendar.schedule(source.interarrivalMs(), eventKinds.arrival, 0)
    },
    close() {
      isShut = true
    },
    send,
    arrive() {
      if (isShut) return
      send(0)
      calendar.schedule(calendar.now + source.interarrivalMs(), eventKinds.arrival, 0)
    },
    reachGateway(flight) {
      parts.charge('gateway', () => {
        runner.start(answer(gateway, flight.request), gatewayPlace, flight, (outcome) =>
          leaveGateway(flight, outcome),
        )
      })
    },
    deliver(flight) {
      parts.charge('client', () => {
        measure.answered(calendar.now, flight.sentAtMs, flight.response)
        parts.charge('clientAfter', () => {})
        if (isClosed && !isShut)
          calendar.schedule(calendar.now + source.thinkMs(), eventKinds.userSends, flight.user)
      })
    },
  }
}
