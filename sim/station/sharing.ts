import { invariant } from '#core/invariant.ts'
import type { StationPlace } from '#core/scenario/traffic.ts'
import type { Ms } from '#core/units.ts'
import type { EventHandle } from '../calendar.ts'
import type { Customer } from './customer.ts'
import { stationEvents } from './event.ts'
import { rankedLine } from './line.ts'
import type { Occupancy } from './occupancy.ts'
import type { Place, Surroundings } from './place.ts'

/**
 * Egalitarian processor sharing: n customers at c servers are each served at the rate min(1, c/n).
 *
 * All present customers attain service at the same rate, so it is enough to know the service attained by one who was always there (the
 * virtual time): a customer ends when it has grown by the customer's size, and a heap of these ends gives the next one.
 *
 * Source: Kleinrock, J. ACM 14, 1967; virtual time: Demers, Keshav, Shenker, SIGCOMM 1989.
 * Cost: O(log present) an event, with one pending event a station.
 */
export class Sharing implements Place {
  count = 0
  readonly occupancy: Occupancy
  private readonly line = rankedLine()
  private readonly servers: number
  private readonly around: Surroundings
  private attainedMs: Ms = 0
  private changedAtMs: Ms = 0
  private event: EventHandle = -1

  constructor(place: StationPlace, around: Surroundings) {
    this.servers = place.servers
    this.around = around
    this.occupancy = around.occupancy
  }

  enter(customer: Customer): void {
    this.advance()
    if (this.count > 0) this.around.calendar.cancel(this.event)
    this.count++
    customer.enteredMs = this.changedAtMs
    customer.rank = this.attainedMs + customer.sizeMs
    this.line.push(customer)
    this.expectNext()
  }

  turn(): void {
    this.advance()
    const customer = this.line.take()
    invariant(customer !== undefined, 'a shared service ends, and nobody is there')
    this.count--
    // Rounding must not add up over a busy period: the virtual time is where this customer ends.
    this.attainedMs = this.count === 0 ? 0 : customer.rank
    customer.waitMs += Math.max(0, this.changedAtMs - customer.enteredMs - customer.sizeMs)
    if (this.count > 0) this.expectNext()
    this.around.left(customer)
  }

  depart(): void {
    invariant(false, 'customers of a shared station end by the station')
  }

  abandon(): void {
    invariant(false, 'a shared station has no impatience')
  }

  close(): void {
    this.occupancy.book(this.around.calendar.now, this.count, Math.min(this.count, this.servers))
  }

  private advance(): void {
    const { now } = this.around.calendar
    this.close()
    this.attainedMs += (now - this.changedAtMs) * this.rate()
    this.changedAtMs = now
  }

  private expectNext(): void {
    const left = Math.max(0, this.line.first()!.rank - this.attainedMs)
    this.event = this.around.calendar.schedule(
      this.changedAtMs + left / this.rate(),
      stationEvents.sharedDeparture,
      this,
    )
  }

  private rate(): number {
    return this.count <= this.servers ? 1 : this.servers / this.count
  }
}
