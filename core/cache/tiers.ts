/**
 * The in-process cache of a node in two levels with separate paths: reads fill L1 (small, what this node asked for lately), writes
 * and invalidations that carry a new copy go to L2, and a read of L2 moves the entry up.
 *
 * Source    preprint section 3.2, third layer ("L1/L2 read-write separation")
 * Deviates  the preprint draws this layer behind Redis; a cache in the process stands before the network
 */
import type { PolicyChoice } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Entry, EntryKey, Version } from './entry.ts'
import { createStore } from './store.ts'

export interface Found {
  readonly entry: Entry
  readonly level: 1 | 2
}

export interface Tiers {
  /** The entry and the level it was found in, or none. Expired and outdated entries are none. */
  find(key: EntryKey, now: Ms): Found | undefined
  fillByRead(entry: Entry): void
  fillByWrite(entry: Entry): void
  /** Forgets versions below `version`, and refuses them from now on (a fill may still be under way). */
  invalidate(key: EntryKey, version: Version): void
  clear(): void
  check(): void
}

export interface TiersOptions {
  readonly l1CapacityCount: number
  readonly l2CapacityCount: number
  readonly eviction: PolicyChoice
}

/** How many tombstones are kept; the oldest leave first. Longer than any fill at any rate a node can serve. */
const tombstonesMax = 65_536

export function createTiers({ l1CapacityCount, l2CapacityCount, eviction }: TiersOptions): Tiers {
  const l1 = createStore({ capacityCount: l1CapacityCount, eviction })
  const l2 = createStore({ capacityCount: l2CapacityCount, eviction })
  /** Lowest version that may be stored: an invalidation can overtake the fill it concerns. */
  const tombstones = new Map<number, Version>()
  const isOutdated = (key: number, version: Version) => version < (tombstones.get(key) ?? 0)

  return {
    find(key, now) {
      const first = l1.find(key.key, now)
      if (first >= 0) return { entry: l1.entry(first, key), level: 1 }
      const second = l2.find(key.key, now)
      if (second < 0) return undefined
      const entry = l2.entry(second, key)
      l1.put(entry)
      return { entry, level: 2 }
    },
    fillByRead(entry) {
      if (!isOutdated(entry.key, entry.version)) l1.put(entry)
    },
    fillByWrite(entry) {
      if (isOutdated(entry.key, entry.version)) return
      const held = l1.peek(entry.key)
      if (held >= 0 && l1.version(held) < entry.version) l1.remove(entry.key)
      l2.put(entry)
    },
    invalidate({ key }, version) {
      for (const level of [l1, l2]) {
        const slot = level.peek(key)
        if (slot >= 0 && level.version(slot) < version) level.remove(key)
      }
      if (isOutdated(key, version) || tombstones.get(key) === version) return
      tombstones.delete(key)
      tombstones.set(key, version)
      if (tombstones.size > tombstonesMax) tombstones.delete(tombstones.keys().next().value!)
    },
    clear() {
      l1.clear()
      l2.clear()
    },
    check() {
      l1.check()
      l2.check()
    },
  }
}
