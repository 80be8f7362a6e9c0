import type { Entry, EntryKey } from '#core/cache/entry.ts'
import type { Store } from '#core/flow/effect.ts'

/** The database as the driver sees it. Every call may fail with OriginUnavailable. */
export interface DatabasePort {
  load(key: EntryKey): Promise<Entry>
  store(input: Store): Promise<Entry>
  close(): Promise<void>
}

/** Version of a row that nobody has written yet. */
export const firstVersion = 1

/** Text of a row that nobody has written yet: the same in every adapter. */
export const initialText = ({ tenant, key }: EntryKey): string => `fragment ${key} of tenant ${tenant}`

export const rowEntry = (key: EntryKey, version: number, text: string): Entry => ({
  tenant: key.tenant,
  key: key.key,
  version,
  sizeBytes: text.length,
  expiresAt: Number.POSITIVE_INFINITY,
  value: text,
})
