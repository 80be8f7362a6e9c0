import type { Ms } from '#core/units.ts'
import { association } from './prefetch/association.ts'
import { markov } from './prefetch/markov.ts'
import { none } from './prefetch/none.ts'
import { PrefetchLedger } from './prefetch/prefetch-ledger.ts'
import { seasonal } from './prefetch/seasonal.ts'
import { sequential } from './prefetch/sequential.ts'

/** Guesses from the requests so far which keys will be asked for soon. */
export interface Prefetch {
  /** A key was asked for, by demand. Keys to be loaded ahead, the likeliest first; the key itself is never among them. */
  request(key: number, now: Ms): readonly number[]
}

/** The family's list; the only registration there is. */
export const prefetchPolicies = [none, sequential, markov, association, seasonal]

/** What loading ahead is worth, to be told by the cache that does it. */
export const prefetchLedger = (): PrefetchLedger => new PrefetchLedger()
