import { createPolicy } from '#core/policy.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
import type { PrefetchLedger } from './prefetch/prefetch-ledger.ts'
import { type Prefetch, prefetchLedger, prefetchPolicies } from './prefetch.ts'

/** What a node loads ahead, and the books about it. Pages are guessed, fragments are loaded and booked. */
export interface Prefetcher {
  readonly ledger: PrefetchLedger
  /** Pages to be loaded ahead after a request for one, the likeliest first. */
  pagesAfter(page: number, now: Ms): readonly number[]
  /** A fragment was read. */
  read(key: number, outcome: 'hit' | 'miss'): void
  /** A fragment has left the caches of the node for another. */
  evicted(key: number): void
  /** A fragment comes in ahead: what leaves until `came` leaves for it. */
  comes(): void
  came(key: number, sizeBytes: Bytes): void
}

/** Undefined where nothing is to be loaded ahead. */
export function createPrefetcher(choice: PolicyChoice): Prefetcher | undefined {
  if (choice.policy === 'none') return undefined
  const policy = createPolicy<undefined, Prefetch>(prefetchPolicies, choice, undefined)
  const ledger = prefetchLedger()
  let displaced: number[] | undefined
  return {
    ledger,
    pagesAfter: (page, now) => policy.request(page, now),
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
