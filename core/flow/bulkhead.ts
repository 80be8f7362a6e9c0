import { TandemError } from '#core/errors.ts'
import { type Flow, wait } from './effect.ts'
import type { Semaphore } from './semaphore.ts'

/**
 * Does something in one of a limited number of places; a limited number may wait for one.
 *
 * Source  Nygard, Release It!, 2007, bulkheads
 * Errors  QueueFull when as many wait as may
 */
export function* bulkhead<T>(places: Semaphore, queueMax: number, flow: () => Flow<T>): Flow<T> {
  if (places.held === places.places && places.queued >= queueMax)
    throw new TandemError('QueueFull', `${places.places} are under way and ${places.queued} wait`)
  yield* wait(places)
  try {
    return yield* flow()
  } finally {
    places.leave()
  }
}
