import type { Prefetch } from '#core/cache/prefetch.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'
import { SuccessorTable } from './successor-table.ts'

/**
 * A Markov chain of order 1 or 2: keys that followed the last one (the last two) often enough are loaded ahead. Order 2 falls back on
 * order 1 for a pair that it has not seen.
 *
 * Source      Joseph, Grunwald: Prefetching using Markov predictors. ISCA 1997; Curewitz, Krishnan, Vitter, SIGMOD 1993 (order k with
 *             fall-back); Padmanabhan, Mogul, ACM CCR 26(3), 1996 (pages of the web, threshold on the probability)
 * Parameters  order; shareMin, least share of successors; degree, keys at most; contexts, successors: bounds of the table
 * State       a count for each pair of context and successor
 * Cost        O(successors log successors)
 */
export const markov = policyFamily<undefined, Prefetch>('prefetch')(
  'markov',
  { source: 'Joseph, Grunwald, ISCA 1997', cost: 'O(successors log successors)' },
  {
    order: count({ min: 1, max: 2, default: 1, meaning: 'requests that the guess depends on' }),
    shareMin: ratio({ default: 0.25, meaning: 'least share of a successor that is loaded ahead' }),
    degree: count({ min: 1, max: 64, default: 2, meaning: 'keys that are loaded ahead at most' }),
    contexts: count({ min: 1, default: 65_536, meaning: 'contexts that are remembered' }),
    successors: count({ min: 1, max: 64, default: 8, meaning: 'successors that are remembered of each' }),
  },
  ({ order, shareMin, degree, contexts, successors }) => {
    const single = new SuccessorTable(contexts, successors)
    const pair = new SuccessorTable(contexts, successors)
    let last = -1
    let beforeLast = -1
    const pairOf = (first: number, second: number) => `${first},${second}`

    return {
      request(key) {
        if (last >= 0) single.record(last, key)
        if (order === 2 && beforeLast >= 0) pair.record(pairOf(beforeLast, last), key)
        const ofPair = order === 2 && last >= 0 ? pair.likely(pairOf(last, key), shareMin) : undefined
        const guesses = ofPair ?? single.likely(key, shareMin) ?? []
        beforeLast = last
        last = key
        return guesses.filter((one) => one !== key).slice(0, degree)
      },
    }
  },
)
