import { guessRecord } from '#core/cache/prefetch/guess-record.ts'
import type { PrefetchLedger } from '#core/cache/prefetch/prefetch-ledger.ts'
import { type Prefetch, prefetchLedger, prefetchPolicies } from '#core/cache/prefetch.ts'
import { createPolicy } from '#core/policy.ts'
import type { CacheConfig } from '#core/scenario/cache-schema.ts'
import type { Bytes, Ms } from '#core/units.ts'

/** What a node loads ahead, and the books about it. Pages are guessed, fragments are loaded and booked. */
export interface Prefetcher {
  readonly ledger: PrefetchLedger
  /** Pages to be loaded ahead after a request for one, the likeliest first: none while the guesses were not good enough lately. */
  pagesAfter(page: number, now: Ms, isHeld: (page: number) => boolean): readonly number[]
  /** A fragment was read. */
  read(key: number, outcome: 'hit' | 'miss'): void
  /** A fragment has left the caches of the node for another. */
  evicted(key: number): void
  /** A fragment comes in ahead: what leaves until `came` leaves for it. */
  comes(): void
  came(key: number, sizeBytes: Bytes): void
}

/**
 * Undefined where nothing is to be loaded ahead.
 *
 * Parameters  pagesHeld, about how many pages fit into the cache of the node: for so many requests a guess may come true
 */
export function createPrefetcher(
  { prefetch, prefetchAccuracyMin }: Pick<CacheConfig, 'prefetch' | 'prefetchAccuracyMin'>,
  pagesHeld: number,
): Prefetcher | undefined {
  if (prefetch.policy === 'none') return undefined
  const policy = createPolicy<undefined, Prefetch>(prefetchPolicies, prefetch, undefined)
  const ledger = prefetchLedger()
  const record = guessRecord(Math.max(1, pagesHeld))
  let displaced: number[] | undefined
  return {
    ledger,
    pagesAfter(page, now, isHeld) {
      record.asked(page)
      const guesses = policy.request(page, now).filter((one) => !isHeld(one))
      for (const one of guesses) record.guessed(one)
      return record.accuracy >= prefetchAccuracyMin ? guesses : nothing
    },
    read(key, outcome) {
      // Here still, but ended: what is loaded ahead too early is wasted as well.
      if (outcome === 'miss') ledger.evict(key)
      ledger.request(key, outcome)
    },
    evicted(key) {
      if (displaced === undefined) ledger.evict(key)
      else displaced.push(key)
    },
    comes() {
      displaced = []
    },
    came(key, sizeBytes) {
      ledger.loadAhead(key, sizeBytes, displaced ?? [])
      displaced = undefined
    },
  }
}

const nothing: readonly number[] = []
