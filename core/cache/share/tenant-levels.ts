import { type Level, type LevelOptions, openLevel } from '#core/cache/node/level.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import { createPolicy } from '#core/policy.ts'
import type { ShareConfig } from '#core/scenario/cache-schema.ts'
import type { Copy } from '../copy.ts'
import type { EntryKey } from '../entry.ts'
import { type Share, sharePolicies, type Tenant } from '../share.ts'
import { type Sizing, sizingPolicies } from '../sizing.ts'

export interface TenantLevelsOptions extends LevelOptions {
  readonly tenants: number
  readonly share: ShareConfig
  readonly clock: Clock
}

/** A level in parts, one a tenant: nobody's requests evict another's copies. */
export interface TenantLevels extends Level {
  /** Capacity of each tenant, in copies; they add up to at most that of the level. */
  readonly capacities: readonly number[]
}

/**
 * A level whose room is divided among tenants. Every `period` the miss-ratio curve of each tenant, from the requests of the last one to
 * two periods, goes to the share policy, and parts whose capacity changes are built anew from the copies used last.
 *
 *   period   |---- 1 ----|---- 2 ----|---- 3 ----|      the curve used at the end of a period began with the one before
 *   curves   |<-------- a -------->|
 *                        |<-------- b -------->|
 *
 * Source      Waldspurger et al.: Cache modeling and optimization using miniature simulations. USENIX ATC 2017, section 5 (curves decide
 *             partitions); Qureshi, Patt, MICRO 2006 (a partition for each tenant)
 * Parameters  tenants; share: policy, sizing, period, and the share of an even part that each tenant keeps whatever its curve
 * Cost        that of the level, and two estimators a request; a division costs what its policy says
 * Errors      ConfigInvalid when there are more tenants than copies
 * Deviates    memory in bytes is divided as the copies are; an eviction policy that remembers more than the order of use forgets it when its part changes; parts change only when one
 *             gains or loses more than an eighth of an even part
 */
export function tenantLevels(options: TenantLevelsOptions): TenantLevels {
  const { tenants, share, clock, capacityCount } = options
  if (tenants > capacityCount)
    throw new TandemError(
      'ConfigInvalid',
      `cache.share: ${capacityCount} copies cannot be divided among ${tenants} tenants; allowed: at most one tenant a copy`,
    )
  const policy = createPolicy<undefined, Share>(sharePolicies, share.divides, undefined)
  const estimator = () => createPolicy<undefined, Sizing>(sizingPolicies, share.sizing, undefined)
  const estimators = () => Array.from({ length: tenants }, estimator)
  let older = estimators()
  let younger = estimators()
  let endsAtMs = clock.now + share.periodMs
  const parts = evenParts(capacityCount, tenants).map((capacity) => tenantPart(options, capacity))

  function divide(): void {
    const least = evenParts(Math.floor(capacityCount * share.leastRatio), tenants).map((own) =>
      Math.max(1, own),
    )
    const free = Math.max(0, capacityCount - sum(least))
    const wanted = policy.divide(
      older.map((curve, tenant) => beyond(curve, least[tenant]!)),
      free,
    )
    const capacities = least.map((own, tenant) => own + wanted[tenant]!)
    const isSmall = (own: number, tenant: number) =>
      Math.abs(own - parts[tenant]!.capacity) <= capacityCount / tenants / 8
    if (!capacities.every(isSmall) && sum(capacities) <= capacityCount)
      for (const [tenant, capacity] of capacities.entries()) parts[tenant]!.resize(capacity)
    older = younger
    younger = estimators()
  }

  const partOf = ({ tenant }: EntryKey) => parts[tenant]!

  return {
    find(key, now) {
      if (clock.now >= endsAtMs) {
        divide()
        endsAtMs = clock.now + share.periodMs
      }
      const hash = keyHash(key.key)
      older[key.tenant]!.request(hash, 1)
      younger[key.tenant]!.request(hash, 1)
      return partOf(key).find(key, now)
    },
    peek: (key) => partOf(key).peek(key),
    put: (copy) => partOf(copy.entry).put(copy),
    remove: (key) => partOf(key).remove(key),
    clear() {
      for (const part of parts) part.clear()
    },
    check() {
      for (const part of parts) part.check()
    },
    get capacities() {
      return parts.map(({ capacity }) => capacity)
    },
  }
}

interface Part extends Level {
  readonly capacity: number
  resize(capacity: number): void
}

function tenantPart(options: LevelOptions, capacityAtFirst: number): Part {
  /** Held copies, those used last at the end. */
  const inOrder = new Map<number, Copy>()
  let capacity = capacityAtFirst
  let level = build()

  function build(): Level {
    const { evicted, capacityBytes = 0, capacityCount } = options
    return openLevel({
      ...options,
      capacityCount: capacity,
      capacityBytes: (capacityBytes * capacity) / capacityCount,
      evicted(copy) {
        inOrder.delete(copy.entry.key)
        evicted?.(copy)
      },
    })
  }

  function use(copy: Copy): void {
    inOrder.delete(copy.entry.key)
    inOrder.set(copy.entry.key, copy)
  }

  return {
    find(key, now) {
      const copy = level.find(key, now)
      if (copy === undefined) inOrder.delete(key.key)
      else use(copy)
      return copy
    },
    peek: (key) => level.peek(key),
    put(copy) {
      const isHeld = level.put(copy)
      if (isHeld) use(copy)
      else if (level.peek(copy.entry) === undefined) inOrder.delete(copy.entry.key)
      return isHeld
    },
    remove(key) {
      inOrder.delete(key.key)
      level.remove(key)
    },
    clear() {
      inOrder.clear()
      level.clear()
    },
    check: () => level.check(),
    get capacity() {
      return capacity
    },
    resize(wanted) {
      if (wanted === capacity) return
      capacity = wanted
      const held = [...inOrder.values()]
      inOrder.clear()
      level = build()
      for (const copy of held.slice(0, -capacity)) options.evicted?.(copy)
      for (const copy of held.slice(-capacity)) this.put(copy)
    },
  }
}

/** The curve of what a tenant gains beyond the room that it has in any case. */
const beyond = (curve: Sizing, least: number): Tenant => ({
  requests: curve.requests,
  missRatio: (capacity) => curve.missRatio(least + capacity),
})

const evenParts = (capacity: number, tenants: number): number[] =>
  Array.from({ length: tenants }, (_, index) => Math.floor((capacity + tenants - 1 - index) / tenants))

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
