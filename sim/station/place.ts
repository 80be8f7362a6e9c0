import type { Calendar } from '../calendar.ts'
import type { Customer } from './customer.ts'
import type { Occupancy } from './occupancy.ts'

/** A station where customers are served. */
export interface Place {
  /** Customers present. */
  readonly count: number
  readonly occupancy: Occupancy
  /** Takes a customer with its sizeMs and sequence set; there is room. */
  enter(customer: Customer): void
  /** The service of this customer ends now. */
  depart(customer: Customer): void
  /** An event of the station itself: the end of a vacation or set-up, or of the first service that is shared. */
  turn(): void
  /** The customer, who waits, leaves without service. */
  abandon(customer: Customer): void
  /** Books the time since the last change. */
  close(): void
}

/** What a place has around it. */
export interface Surroundings {
  readonly calendar: Calendar
  readonly occupancy: Occupancy
  /** Called when a customer has been served and is gone from the station. */
  readonly left: (customer: Customer) => void
}
