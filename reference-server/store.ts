import type { Entry, EntryKey, Invalidation, Version } from '#core/cache/entry.ts'
import type { Announced, Fill, Lease, LeaseRequest } from '#core/flow/effect.ts'

/** The shared cache as the driver sees it. Every call may fail with RemoteUnavailable. */
export interface StorePort {
  get(key: EntryKey): Promise<Entry | undefined>
  version(key: EntryKey): Promise<Version>
  /** Compare-version-and-set; the version then held. */
  set(fill: Fill): Promise<Version>
  /** The entry, or a lease to fill it, or the outdated entry while another holds the lease. */
  lease(request: LeaseRequest): Promise<Lease>
  /** Drops older copies and tells the audience. */
  publish(announced: Announced): Promise<void>
  subscribe(listener: Listener): Promise<void>
  close(): Promise<void>
}

export interface Listener {
  invalidated(invalidation: Invalidation): void
  /** The subscription was down and is up again. */
  reconnected(): void
}
