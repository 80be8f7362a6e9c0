import type { Ms } from '#core/units.ts'
import type { Entry } from './entry.ts'
import type { Freshness } from './expiry.ts'

/** What a node holds of a fragment, with what its expiry policy must know. Both levels hold the same object. */
export interface Copy extends Freshness {
  /** Its `expiresAt` is that of the source it was filled from, which no copy outlives. */
  readonly entry: Entry
  /** End of freshness of the copy; reads may extend it. */
  expiresAt: Ms
}

/** Parameters: expiresAt, end of freshness, at most that of the entry; loadMs, how long it took to get. */
export const copyOf = (entry: Entry, storedAt: Ms, expiresAt: Ms, loadMs: Ms): Copy => ({
  entry,
  storedAt,
  expiresAt: Math.min(expiresAt, entry.expiresAt),
  loadMs,
})

/** A copy that came with a message: as fresh as its source, at no cost to the node. */
export const copyAsTold = (entry: Entry): Copy => copyOf(entry, 0, entry.expiresAt, 0)
