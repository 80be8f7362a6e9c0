/** Stations that interrupt a service for somebody more urgent and resume it later where it was. */
import { invariant } from '#core/invariant.ts'
import type { Discipline, StationPlace } from '#core/scenario/traffic.ts'
import { type Customer, PRIORITY_STEP } from './customer.ts'
import { stationEvents } from './event.ts'
import { rankedLine } from './line.ts'
import type { Occupancy } from './occupancy.ts'
import type { Place, Surroundings } from './place.ts'

/**
 * Last come first served, least remaining service first (SRPT) or by priority, preemptive and resuming.
 *
 * Source: Kleinrock, Queueing Systems II, 1976, chapter 3; SRPT: Schrage, Miller, Operations Research 14, 1966.
 * Cost: O(servers + log waiting) an event.
 */
export class Preemptive implements Place {
  count = 0
  readonly occupancy: Occupancy
  private readonly line = rankedLine()
  private readonly served: Customer[] = []
  private readonly servers: number
  private readonly discipline: Discipline
  private readonly around: Surroundings

  constructor(place: StationPlace, around: Surroundings) {
    this.servers = place.servers
    this.discipline = place.discipline
    this.around = around
    this.occupancy = around.occupancy
  }

  enter(customer: Customer): void {
    const { now } = this.around.calendar
    this.close()
    this.count++
    customer.enteredMs = now
    customer.leftMs = customer.sizeMs
    customer.rank = this.rankOf(customer)
    if (this.served.length < this.servers) {
      this.serve(customer)
      return
    }
    const last = this.leastUrgent()
    const served = this.served[last]!
    if (customer.rank >= this.rankNow(served)) {
      this.line.push(customer)
      return
    }
    this.release(last)
    this.around.calendar.cancel(served.event)
    served.leftMs = Math.max(0, served.leftMs - (now - served.servedSinceMs))
    served.rank = this.rankOf(served)
    this.line.push(served)
    this.serve(customer)
  }

  depart(customer: Customer): void {
    this.close()
    this.count--
    this.release(this.served.indexOf(customer))
    customer.waitMs += Math.max(0, this.around.calendar.now - customer.enteredMs - customer.sizeMs)
    const next = this.line.take()
    if (next !== undefined) this.serve(next)
    this.around.left(customer)
  }

  turn(): void {
    invariant(false, 'a preemptive station has no events of its own')
  }

  abandon(): void {
    invariant(false, 'a preemptive station has no impatience')
  }

  close(): void {
    this.occupancy.book(this.around.calendar.now, this.count, this.served.length)
  }

  private serve(customer: Customer): void {
    const { calendar } = this.around
    customer.servedSinceMs = calendar.now
    customer.event = calendar.schedule(calendar.now + customer.leftMs, stationEvents.departure, customer)
    this.served.push(customer)
  }

  private release(index: number): void {
    const last = this.served.pop()!
    if (index < this.served.length) this.served[index] = last
  }

  private leastUrgent(): number {
    let worst = 0
    for (let i = 1; i < this.served.length; i++)
      if (this.rankNow(this.served[i]!) > this.rankNow(this.served[worst]!)) worst = i
    return worst
  }

  private rankNow(customer: Customer): number {
    if (this.discipline !== 'srpt') return customer.rank
    return customer.leftMs - (this.around.calendar.now - customer.servedSinceMs)
  }

  private rankOf(customer: Customer): number {
    if (this.discipline === 'srpt') return customer.leftMs
    if (this.discipline === 'lcfs-preemptive') return -customer.sequence
    return customer.priority * PRIORITY_STEP + customer.sequence
  }
}
