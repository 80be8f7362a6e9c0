import { Calendar } from '#sim/calendar.ts'
import { Customer } from '#sim/station/customer.ts'
import { stationEvents } from '#sim/station/event.ts'
import { Occupancy } from '#sim/station/occupancy.ts'
import type { Place, Surroundings } from '#sim/station/place.ts'

export interface Arrival {
  readonly atMs: number
  readonly sizeMs: number
  readonly priority?: number
}

/** Sends customers to one place and tells when each left and how long it went without service, in the order of arrival. */
export function byHand(
  placeOf: (around: Surroundings) => Place,
  arrivals: readonly Arrival[],
): { left: (number | undefined)[]; waits: number[] } {
  const calendar = new Calendar()
  const left: (number | undefined)[] = arrivals.map(() => undefined)
  const customers = arrivals.map(({ sizeMs, priority = 0 }, index) => {
    const customer = new Customer(0, priority)
    customer.sizeMs = sizeMs
    customer.sequence = index
    return customer
  })
  const place = placeOf({
    calendar,
    occupancy: new Occupancy(0),
    left: (customer) => {
      left[customer.sequence] = Number(calendar.now.toFixed(9))
    },
  })
  for (const [index, { atMs }] of arrivals.entries())
    calendar.schedule(atMs, stationEvents.arrival, customers[index])
  while (calendar.next(1000)) {
    const { kind, subject } = calendar
    if (kind === stationEvents.arrival) place.enter(subject as Customer)
    else if (kind === stationEvents.departure) place.depart(subject as Customer)
    else if (kind === stationEvents.patienceEnds) place.abandon(subject as Customer)
    else place.turn()
  }
  return { left, waits: customers.map(({ waitMs }) => Number(waitMs.toFixed(9))) }
}
