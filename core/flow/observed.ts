import type { Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'
import type { Flow } from './effect.ts'

/** How a flow ended: after how long, and whether with an error. */
export interface Ending {
  readonly ms: Ms
  readonly isFailed: boolean
}

/** Times a flow and tells how it ended; without an ending it was given up. */
export function* observed<T>(flow: Flow<T>, clock: Clock, done: (ending?: Ending) => void): Flow<T> {
  const startedMs = clock.now
  let ending: Ending | undefined
  try {
    const value = yield* flow
    ending = { ms: clock.now - startedMs, isFailed: false }
    return value
  } catch (error) {
    ending = { ms: clock.now - startedMs, isFailed: true }
    throw error
  } finally {
    done(ending)
  }
}
