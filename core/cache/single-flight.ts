import { Signal } from '#core/flow/signal.ts'

/**
 * One load a key at a time: the first asks the origin, the others wait for its result and are woken at once.
 *
 * Source    Go singleflight (golang.org/x/sync); Nishtala et al., NSDI 2013, section 3.2.1 (leases against thundering herds)
 * Deviates  no token: within one node the flight itself is the lease
 */
export interface SingleFlight<T> {
  /** The flight under way, to be waited for, or none. */
  join(key: number): Signal<T> | undefined
  /** Opens a flight. The caller must `land` or `fail` it, in a `finally`, or its followers wait for ever. */
  depart(key: number): Signal<T>
  land(key: number, value: T): void
  /** Nothing happens when the flight has landed or failed already; only then is the error made. */
  fail(key: number, error: () => Error): void
  readonly length: number
}

export function singleFlight<T>(): SingleFlight<T> {
  const flights = new Map<number, Signal<T>>()
  const take = (key: number) => {
    const flight = flights.get(key)
    flights.delete(key)
    return flight
  }
  return {
    join: (key) => flights.get(key),
    depart(key) {
      const flight = new Signal<T>()
      flights.set(key, flight)
      return flight
    },
    land: (key, value) => take(key)?.resolve(value),
    fail(key, error) {
      if (flights.has(key)) take(key)!.reject(error())
    },
    get length() {
      return flights.size
    },
  }
}
