/**
 * How the copies that nodes hold follow the writes. A protocol decides what a read may do with a copy of its node, how a write is made
 * known, and what a message does; read-through and write-page follow it, in both worlds.
 *
 *   write:  store commits version v --> [copy into the shared cache] --> stamp v there, messages to the audience --> acknowledged
 *   read:   copy of the node --trust--> answer
 *                            --check--> version stamp of the shared cache agrees, or says nothing --> answer
 *                            --confirm--> the stamp is the version of the copy --> answer
 *           else the shared cache, else the store; a fill is refused where a newer version is known
 */
import type { EntryKey, Invalidation } from '#core/cache/entry.ts'
import type { Tiers } from '#core/cache/node/tiers.ts'
import type { Ms } from '#core/units.ts'
import { clientTracking } from './client-tracking.ts'
import { hybrid } from './hybrid.ts'
import { lease } from './lease.ts'
import { pubSub } from './pub-sub.ts'
import { ttlOnly } from './ttl-only.ts'
import { versionCheck } from './version-check.ts'
import { writeThrough } from './write-through.ts'

/**
 * trust: answer with the copy. check: ask for the version stamp first, and trust where none answers. confirm: only a stamp of the same
 * version will do; such a read shares no load with others and the client does not render it.
 */
export type Use = 'trust' | 'check' | 'confirm'

/** How a write is made known before it is acknowledged. */
export interface Announcement {
  /** The new copy is put into the shared cache. */
  readonly fillsShared: boolean
  /** Who is told, once the stamp stands: all nodes, those that the shared cache knows to have read the key, nobody; unstamped: not even the stamp is written. */
  readonly audience: 'all' | 'readers' | 'none' | 'unstamped'
  /** Messages carry the new copy. */
  readonly carriesCopy: boolean
  /** The writing node keeps the new copy. */
  readonly keepsOwn: boolean
  /** The outdated copy may be given out while its successor is loaded. */
  readonly holdsStale: boolean
}

/** On a miss the shared cache gives one asker a lease to fill; the others wait or take the outdated copy. */
export interface LeaseRule {
  readonly holdMs: Ms
  readonly waitMs: Ms
  readonly triesMax: number
  readonly takesStale: boolean
}

export interface InvalidationProtocol {
  use(key: EntryKey, isStrong: boolean, now: Ms): Use
  /** The stamp did not contradict the copy. */
  agreed(key: EntryKey, now: Ms): void
  announcement(isStrong: boolean): Announcement
  /** A message has reached the node, or the node itself has written. A version of 0 says that the key has changed, not to what. */
  receive(message: Invalidation, now: Ms): void
  /** Messages may have been lost. */
  reconnected(): void
  /** A number that changes whenever fills of the key under way have become void. */
  epoch(key: EntryKey): number
  readonly lease: LeaseRule | undefined
}

export interface InvalidationContext {
  readonly tiers: Tiers
}

/** The family's list; the only registration there is. */
export const invalidationPolicies = [
  ttlOnly,
  versionCheck,
  pubSub,
  hybrid,
  lease,
  writeThrough,
  clientTracking,
]
