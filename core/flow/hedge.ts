import type { Ms } from '#core/units.ts'
import { type Flow, race, sleep } from './effect.ts'

/**
 * Does something a second time when it takes long; the first answer wins and the other is cancelled. An error counts as an answer.
 *
 * Source      Dean, Barroso, The Tail at Scale, CACM 56(2), 2013, hedged requests
 * Parameters  afterMs, usually the 95th percentile; mayHedge: asked when the time has come, so that hedges can be limited
 */
export function* hedge<T>(attempt: (copy: number) => Flow<T>, afterMs: Ms, mayHedge: () => boolean): Flow<T> {
  const { value } = yield* race(attempt(0), delayed(attempt, afterMs, mayHedge))
  return value
}

function* delayed<T>(attempt: (copy: number) => Flow<T>, afterMs: Ms, mayHedge: () => boolean): Flow<T> {
  yield* sleep(afterMs)
  // Without leave it waits for the first copy to win, and is cancelled then.
  while (!mayHedge()) yield* sleep(Math.max(1, afterMs))
  return yield* attempt(1)
}
