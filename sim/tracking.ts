import type { EntryKey } from '#core/cache/entry.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/**
 * What the shared cache remembers of its readers. Default: each node that read a key since it last changed, told once. Broadcast: nothing,
 * every node is told of every change. Nodes are told of their own changes, too: with NOLOOP Redis would forget a reader without telling it
 * when that reader itself fills the key, and the copy it keeps would hear of no later write (found by `tandem fuzz`).
 * A key that expires or is evicted counts as changed, in both modes.
 *
 * Source      Redis `src/tracking.c`, `src/db.c`, `src/evict.c`, `src/expire.c`
 * Deviates    the table of keys has no limit: Redis makes room by telling readers of keys that have not changed. Each look finds all that
 *             has expired: Redis draws samples, until few of them have
 */
export interface Tracking {
  read(key: EntryKey, node: number): void
  /** The nodes to tell. */
  changed(key: EntryKey): readonly number[]
}

/** Redis looks for expired keys ten times a second (`hz`), beside each that is asked for. */
const lookMs = 100

export const nextLookMs = (expiresAt: Ms): Ms => lookMs * Math.ceil(expiresAt / lookMs)

export type TrackingMode = 'off' | 'default' | 'broadcast'

export const trackingMode = ({ invalidation }: WebScenario): TrackingMode =>
  invalidation.policy === 'client-tracking' ? (invalidation.mode as TrackingMode) : 'off'

export function createTracking(mode: TrackingMode, nodes: number): Tracking | undefined {
  if (mode === 'off') return undefined
  const readers = new Map<string, Set<number>>()
  const all = Array.from({ length: nodes }, (_, node) => node)
  const nameOf = ({ tenant, key }: EntryKey) => `${tenant} ${key}`
  return {
    read(key, node) {
      if (mode === 'broadcast') return
      const known = readers.get(nameOf(key))
      if (known === undefined) readers.set(nameOf(key), new Set([node]))
      else known.add(node)
    },
    changed(key) {
      if (mode === 'broadcast') return all
      const told = [...(readers.get(nameOf(key)) ?? [])]
      readers.delete(nameOf(key))
      return told
    },
  }
}
