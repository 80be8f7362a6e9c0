/** Stations that let a service end: servers with one line, which may lose patience, and servers that go away or need a set-up. */
import { invariant } from '#core/invariant.ts'
import type { Discipline, StationPlace } from '#core/scenario/traffic.ts'
import type { Ms } from '#core/units.ts'
import { type Customer, PRIORITY_STEP } from './customer.ts'
import { stationEvents } from './event.ts'
import { arrivalLine, type Line, rankedLine } from './line.ts'
import type { Occupancy } from './occupancy.ts'
import type { Place, Surroundings } from './place.ts'

/** Draws of the times that belong to the station rather than to its customers. */
export interface ServingTimes {
  readonly patience: (() => Ms) | undefined
  readonly vacation: (() => Ms) | undefined
  readonly setUp: (() => Ms) | undefined
}

/**
 * First come first served, last come first served, shortest job first or by priority, without interruption.
 *
 * Source: Kleinrock, Queueing Systems I, 1975 and II, 1976; impatience: Palm 1957 (Erlang-A); multiple vacations: Fuhrmann, Cooper,
 * Operations Research 33, 1985; set-up: Welch, Operations Research 12, 1964. With several servers each takes its own vacations; each
 * arrival that has to wait sets up one server that is off.
 * Cost: O(1) an event beside the calendar, O(log waiting) when the line is ranked.
 */
export class Serving implements Place {
  count = 0
  readonly occupancy: Occupancy
  private busy = 0
  /** Servers on vacation or being set up. */
  private away = 0
  private waiting = 0
  private readonly line: Line
  private readonly servers: number
  private readonly discipline: Discipline
  private readonly times: ServingTimes
  private readonly around: Surroundings

  constructor(place: StationPlace, times: ServingTimes, around: Surroundings) {
    this.discipline = place.discipline
    this.servers = place.discipline === 'infinite-servers' ? Number.MAX_SAFE_INTEGER : place.servers
    this.line =
      place.discipline === 'fcfs' || place.discipline === 'infinite-servers' ? arrivalLine() : rankedLine()
    this.times = times
    this.around = around
    this.occupancy = around.occupancy
    if (times.vacation !== undefined) for (let i = 0; i < this.servers; i++) this.goAway(times.vacation)
  }

  enter(customer: Customer): void {
    const { now } = this.around.calendar
    this.occupancy.book(now, this.count, this.busy)
    this.count++
    customer.enteredMs = now
    if (this.busy + this.away < this.servers) {
      if (this.times.setUp === undefined) {
        this.begin(customer)
        return
      }
      this.goAway(this.times.setUp)
    }
    this.waiting++
    customer.rank = this.rankOf(customer)
    this.line.push(customer)
    if (this.times.patience !== undefined)
      customer.event = this.around.calendar.schedule(
        now + this.times.patience(),
        stationEvents.patienceEnds,
        customer,
      )
  }

  depart(customer: Customer): void {
    this.occupancy.book(this.around.calendar.now, this.count, this.busy)
    this.count--
    this.busy--
    this.serveNext()
    this.around.left(customer)
  }

  turn(): void {
    this.occupancy.book(this.around.calendar.now, this.count, this.busy)
    this.away--
    this.serveNext()
  }

  abandon(customer: Customer): void {
    this.occupancy.book(this.around.calendar.now, this.count, this.busy)
    customer.isGone = true
    this.waiting--
    this.count--
  }

  close(): void {
    this.occupancy.book(this.around.calendar.now, this.count, this.busy)
  }

  private serveNext(): void {
    if (this.waiting > 0) {
      const next = this.line.take()
      invariant(next !== undefined, 'somebody waits, so the line gives a customer')
      this.waiting--
      if (this.times.patience !== undefined) this.around.calendar.cancel(next.event)
      this.begin(next)
    } else if (this.times.vacation !== undefined) this.goAway(this.times.vacation)
  }

  private goAway(time: () => Ms): void {
    this.away++
    const { calendar } = this.around
    calendar.schedule(calendar.now + time(), stationEvents.serverReady, this)
  }

  private begin(customer: Customer): void {
    const { calendar } = this.around
    this.busy++
    customer.waitMs += calendar.now - customer.enteredMs
    calendar.schedule(calendar.now + customer.sizeMs, stationEvents.departure, customer)
  }

  private rankOf(customer: Customer): number {
    if (this.discipline === 'lcfs') return -customer.sequence
    if (this.discipline === 'sjf') return customer.sizeMs
    return this.discipline === 'priority' ? customer.priority * PRIORITY_STEP : 0
  }
}
