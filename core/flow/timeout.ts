import { TandemError } from '#core/errors.ts'
import type { Ms } from '#core/units.ts'
import { type Flow, race, sleep } from './effect.ts'

/**
 * Gives a flow a deadline. When it passes, the flow is cancelled (its `finally` blocks run) and `Timeout` is raised.
 *
 * Parameters  limitMs from now, 0..; what: named in the error
 */
export function* timeout<T>(flow: Flow<T>, limitMs: Ms, what: string): Flow<T> {
  const first = yield* race(flow, sleep(limitMs)[Symbol.iterator]() as Flow<unknown> as Flow<T>)
  if (first.index === 1) throw new TandemError('Timeout', `${what} took longer than ${limitMs} ms`)
  return first.value
}
