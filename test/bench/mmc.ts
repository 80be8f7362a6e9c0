import { type Flow, sleep, wait } from '#core/flow/effect.ts'
import { type Perform, parked, Runner } from '#core/flow/runner.ts'
import { Semaphore } from '#core/flow/semaphore.ts'
import type { Task } from '#core/flow/task.ts'
import { log } from '#core/math/log.ts'
import { stream } from '#core/random.ts'
import { Calendar } from '#sim/calendar.ts'
import { type Figure, measure, type Timed } from './measure.ts'
import type { Peers } from './peers.ts'

/** An M/M/c queue at utilisation 0.9 until so many customers were served; the end of time is the checksum. */
export interface Mmc {
  readonly servers: number
  readonly customers: number
}

const wake = 1

/** Flow style: every customer is a flow of its own, as users write models. */
export function mmcFlows({ servers, customers }: Mmc): number {
  const calendar = new Calendar()
  const arrivals = stream(1, 'arrivals')
  const services = stream(1, 'services')
  const semaphore = new Semaphore(servers)
  const meanGapMs = 1 / (0.9 * servers)
  const runner = new Runner(timers(calendar))
  let served = 0

  function* customer(): Flow<void> {
    yield* wait(semaphore)
    yield* sleep(-log(services()))
    semaphore.leave()
    served++
  }

  function* source(): Flow<void> {
    for (let index = 0; index < customers; index++) {
      yield* sleep(-meanGapMs * log(arrivals()))
      runner.start(customer(), 0, undefined, () => {})
    }
  }

  runner.start(source(), 0, undefined, () => {})
  while (calendar.next(Number.POSITIVE_INFINITY)) (calendar.subject as Task).resume()
  return served + calendar.now
}

/** A driver of which only time is asked. */
export function timers(calendar: Calendar): Perform {
  const abandon = (task: Task) => void calendar.cancel(task.timer)
  const unused = (): never => {
    throw new Error('this model only sleeps and waits')
  }
  return {
    sleep(ms, task) {
      task.timer = calendar.schedule(calendar.now + ms, wake, task)
      task.abandon = abandon
      return parked
    },
    work: unused,
    offload: unused,
    forward: unused,
    remoteGet: unused,
    remoteVersion: unused,
    remoteLease: unused,
    tierGet: unused,
    tierSet: unused,
    remoteSet: unused,
    load: unused,
    store: unused,
    publish: unused,
    send: unused,
    startNode: unused,
    stopNode: unused,
    probeNode: unused,
    readFleet: unused,
  }
}

const arrival = 1
const departure = 2

/** Callback style: the same queue as two kinds of events. */
export function mmcEvents({ servers, customers }: Mmc): number {
  const calendar = new Calendar()
  const arrivals = stream(1, 'arrivals')
  const services = stream(1, 'services')
  const meanGapMs = 1 / (0.9 * servers)
  let arrived = 0
  let served = 0
  let busy = 0
  let queued = 0
  calendar.schedule(-meanGapMs * log(arrivals()), arrival, 0)
  while (calendar.next(Number.POSITIVE_INFINITY)) {
    if (calendar.kind === arrival) {
      if (++arrived < customers) calendar.schedule(calendar.now - meanGapMs * log(arrivals()), arrival, 0)
      if (busy < servers) {
        busy++
        calendar.schedule(calendar.now - log(services()), departure, 0)
      } else queued++
    } else {
      served++
      if (queued > 0) {
        queued--
        calendar.schedule(calendar.now - log(services()), departure, 0)
      } else busy--
    }
  }
  return served + calendar.now
}

/** Two timed events a customer: arrival and end of service. */
export function benchMmc(mmc: Mmc, rounds: number, { cpp, simJs, simPy }: Peers): Figure[] {
  const { servers, customers } = mmc
  const events = 2 * customers
  const few = Math.round(customers / 10)
  const name = `M/M/${servers}`
  const timed: Timed[] = [
    { name: `${name}, flows`, amount: events, run: () => mmcFlows(mmc) },
    { name: `${name}, events`, amount: events, run: () => mmcEvents(mmc) },
  ]
  if (cpp)
    timed.push({
      name: `${name}, std::priority_queue`,
      amount: events,
      run: () => cpp('mmc', servers, customers),
    })
  if (simJs) timed.push({ name: `${name}, SIM.JS`, amount: 2 * few, run: () => simJs.mmc(servers, few) })
  if (simPy) timed.push({ name: `${name}, SimPy`, amount: 2 * few, run: () => simPy(servers, few) })
  return measure(timed, 'events/s', rounds)
}
