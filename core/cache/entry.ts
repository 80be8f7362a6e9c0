import type { Bytes, Ms } from '#core/units.ts'

/** Monotonically increasing per key, given by the database on each successful write; 0 means "never seen". */
export type Version = number

/** What is cached: one shard (fragment) of one page of one tenant. */
export interface EntryKey {
  readonly tenant: number
  /** Page and shard in one non-negative integer: page * shardsMax + shard. Dense, so the simulator can use it as a slot. */
  readonly key: number
}

export interface Entry extends EntryKey {
  readonly version: Version
  readonly sizeBytes: Bytes
  /** End of freshness, on the clock of the node that filled it. */
  readonly expiresAt: Ms
  /** Content in the server; undefined in the simulator. */
  readonly value: unknown
}

/** A message to all nodes that a key has a new version. `entry` is set for keys whose subscribers refresh instead of drop. */
export interface Invalidation extends EntryKey {
  readonly version: Version
  readonly entry?: Entry
}
