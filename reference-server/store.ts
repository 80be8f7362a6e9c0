import type { Entry, EntryKey, Invalidation, Version } from '#core/cache/entry.ts'

/** The shared cache as the driver sees it. Every call may fail with RemoteUnavailable. */
export interface StorePort {
  get(key: EntryKey): Promise<Entry | undefined>
  version(key: EntryKey): Promise<Version>
  /** Compare-version-and-set; the version then held. */
  set(entry: Entry): Promise<Version>
  /** Drops older copies and tells all subscribers. */
  publish(invalidation: Invalidation): Promise<void>
  subscribe(listener: Listener): Promise<void>
  close(): Promise<void>
}

export interface Listener {
  invalidated(invalidation: Invalidation): void
  /** The subscription was down and is up again. */
  reconnected(): void
}
