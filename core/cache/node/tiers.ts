/**
 * The in-process cache of a node in two levels with separate paths: reads fill L1 (small, what this node asked for lately), writes
 * and invalidations that carry a new copy go to L2, and a read of L2 brings the entry up.
 *
 * | inclusion | a read fills | a read of L2 | what leaves L1 | what leaves L2 |
 * |---|---|---|---|---|
 * | independent | L1 | copies it up | is gone | may stay in L1 |
 * | inclusive | both | copies it up | stays in L2 | leaves L1, too |
 * | exclusive | L1 | moves it up | goes to L2 | is gone |
 *
 * It also knows the highest version of each key that the node has heard of: written itself, been told, or loaded. Whatever is older is
 * neither kept nor given out, wherever it comes from; so the node reads its writes and never goes back behind what it loaded.
 *
 * Source    preprint section 3.2, third layer ("L1/L2 read-write separation"); Jouppi, Wilton: Tradeoffs in two-level on-chip caching.
 *           ISCA 1994 (inclusive and exclusive levels); Terry et al.: Session guarantees for weakly consistent replicated data. PDIS 1994
 *           (read and write sets as versions)
 * Deviates  the preprint draws this layer behind Redis; a cache in the process stands before the network
 */

import { type Copy, copyAsTold } from '#core/cache/copy.ts'
import type { Entry, EntryKey, Version } from '#core/cache/entry.ts'
import type { Expiry } from '#core/cache/expiry.ts'
import { tenantLevels } from '#core/cache/share/tenant-levels.ts'
import type { Clock } from '#core/flow/clock.ts'
import type { CacheConfig, ShareConfig } from '#core/scenario/cache-schema.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { always, type Level, openLevel } from './level.ts'
import type { WriteWeights } from './write-weights.ts'

export interface Found {
  readonly entry: Entry
  readonly level: 1 | 2
  readonly copy: Copy
}

export interface Tiers {
  /** A fresh copy and the level it was found in, or none. */
  find(key: EntryKey, now: Ms): Found | undefined
  /** A copy that is fresh no more but that the expiry policy may still let be served. */
  findStale(key: EntryKey, now: Ms): Copy | undefined
  /** Whether a fresh copy is held; no hit. */
  holds(key: EntryKey, now: Ms): boolean
  fillByRead(copy: Copy): void
  fillByWrite(entry: Entry): void
  /** There is a version: forgets older ones, and refuses them from now on (a fill may still be under way). Tells whether it is news. */
  invalidate(key: EntryKey, version: Version): boolean
  /** Forgets a copy; its version stays welcome, for it may be the newest. */
  drop(key: EntryKey): void
  /** The highest version that the node has heard of; the first one when it knows nothing, since nothing is older. */
  floor(key: EntryKey): Version
  /** Copies that each tenant may hold in each level, where it has a part. */
  readonly capacities: readonly (readonly number[])[]
  clear(): void
  /** A restarted node has nothing and knows nothing. */
  forget(): void
  check(): void
}

export interface TiersOptions {
  readonly l1CapacityCount: number
  readonly l2CapacityCount: number
  /** 0: no bound in bytes. */
  readonly l1MemoryBytes?: Bytes
  readonly l2MemoryBytes?: Bytes
  readonly eviction: PolicyChoice
  readonly admission?: PolicyChoice
  readonly inclusion?: CacheConfig['inclusion']
  /** Extends freshness on hits and says how long stale copies are kept; without one, fresh is what has not expired. */
  readonly expiry?: Expiry
  /** Decides which writes fill L2; all when absent. */
  readonly weights?: WriteWeights | undefined
  /** Divides both levels among tenants; nobody has a part when absent. */
  readonly sharing?:
    | { readonly share: ShareConfig; readonly tenants: number; readonly clock: Clock }
    | undefined
  /** Told of each key that has left both levels for another. */
  readonly evicted?: ((key: number) => void) | undefined
}

/** How many versions are kept; the oldest leave first. Longer than any fill at any rate a node can serve. */
const versionsMax = 65_536
/** Of a key that was never written. */
const firstVersion: Version = 1

export function createTiers(options: TiersOptions): Tiers {
  const { eviction, admission, inclusion = 'independent', expiry, weights, sharing, evicted } = options
  const versions = new Map<number, Version>()
  /** Copies whose freshness the store cannot judge by itself. */
  const isJudged = expiry?.onHit !== undefined || expiry?.isStaleServable !== undefined
  const isWatched = inclusion !== 'independent' || evicted !== undefined
  const l1 = level(options.l1CapacityCount, options.l1MemoryBytes, (copy) => {
    if (inclusion === 'exclusive' && floor(copy.entry) <= copy.entry.version && l2.put(copy)) return
    if (l2.peek(copy.entry) === undefined) evicted?.(copy.entry.key)
  })
  const l2 = level(options.l2CapacityCount, options.l2MemoryBytes, (copy) => {
    if (inclusion === 'inclusive') l1.remove(copy.entry)
    if (l1.peek(copy.entry) === undefined) evicted?.(copy.entry.key)
  })
  const levels = [l1, l2]

  function level(capacityCount: number, capacityBytes: Bytes | undefined, left: (copy: Copy) => void): Level {
    const options = {
      capacityCount,
      ...(capacityBytes !== undefined && { capacityBytes }),
      eviction,
      ...(admission !== undefined && { admission }),
      ...(isWatched && { evicted: left }),
    }
    return sharing === undefined ? openLevel(options) : tenantLevels({ ...options, ...sharing })
  }

  function floor({ key }: EntryKey): Version {
    return versions.get(key) ?? firstVersion
  }

  /** A copy that is fresh or may be served stale, counted as a hit when it is fresh. */
  function judged(one: Level, key: EntryKey, now: Ms): Copy | undefined {
    const copy = one.peek(key)
    if (copy === undefined) return one.find(key, now)
    if (copy.expiresAt <= now) {
      if (!mayServe(copy, now)) one.remove(key)
      return undefined
    }
    one.find(key, always)
    if (expiry?.onHit !== undefined) copy.expiresAt = Math.min(copy.entry.expiresAt, expiry.onHit(copy, now))
    return copy
  }

  const mayServe = (copy: Copy, now: Ms): boolean =>
    expiry?.isStaleServable !== undefined &&
    (expiry.isStaleServable(copy, now, 'revalidating') || expiry.isStaleServable(copy, now, 'error'))

  const lookUp = (one: Level, key: EntryKey, now: Ms) =>
    isJudged ? judged(one, key, now) : one.find(key, now)

  function bringUp(copy: Copy): void {
    if (l1.put(copy) && inclusion === 'exclusive') l2.remove(copy.entry)
  }

  return {
    find(key, now) {
      weights?.asked(key.key)
      const first = lookUp(l1, key, now)
      if (first !== undefined) return { entry: first.entry, level: 1, copy: first }
      const second = lookUp(l2, key, now)
      if (second === undefined) return undefined
      bringUp(second)
      return { entry: second.entry, level: 2, copy: second }
    },
    findStale(key, now) {
      if (expiry?.isStaleServable === undefined) return undefined
      const copy = l1.peek(key) ?? l2.peek(key)
      return copy !== undefined && mayServe(copy, now) ? copy : undefined
    },
    holds: (key, now) => levels.some((one) => (one.peek(key)?.expiresAt ?? always) > now),
    fillByRead(copy) {
      if (copy.entry.version < floor(copy.entry)) return
      if (inclusion === 'inclusive' && !l2.put(copy)) return
      bringUp(copy)
    },
    fillByWrite(entry) {
      if (entry.version < floor(entry)) return
      const held = l1.peek(entry)
      if (held !== undefined && (held.entry.version < entry.version || inclusion === 'exclusive'))
        l1.remove(entry)
      if (weights === undefined || weights.pays(entry.key)) l2.put(copyAsTold(entry))
    },
    invalidate(key, version) {
      for (const one of levels) {
        const held = one.peek(key)
        if (held !== undefined && held.entry.version < version) one.remove(key)
      }
      if (version <= floor(key)) return false
      versions.delete(key.key)
      versions.set(key.key, version)
      if (versions.size > versionsMax) versions.delete(versions.keys().next().value!)
      return true
    },
    drop(key) {
      for (const one of levels) one.remove(key)
    },
    floor,
    get capacities() {
      return levels.flatMap(({ capacities }) => (capacities === undefined ? [] : [capacities]))
    },
    clear() {
      for (const one of levels) one.clear()
    },
    forget() {
      for (const one of levels) one.clear()
      versions.clear()
    },
    check() {
      for (const one of levels) one.check()
    },
  }
}
