/**
 * A bounded cache: interns keys to slots, owns versions, sizes, expiry and values, and asks an eviction policy which slot to give up.
 *
 * Shape       one typed array an attribute, indexed by slot
 * Parameters  capacityCount entries, capacityBytes (0 = unbounded)
 * Cost        O(1) plus the eviction policy's
 */
import { invariant } from '#core/invariant.ts'
import { createPolicy } from '#core/policy.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
import type { Entry, EntryKey, Version } from './entry.ts'
import { type Eviction, type EvictionContext, evictionPolicies } from './eviction.ts'

export interface Store {
  /** The slot of a fresh entry, counted as a hit by the eviction policy, or -1. An expired one is dropped. */
  find(key: number, now: Ms): number
  /** The slot whatever its freshness, without telling the eviction policy, or -1. */
  peek(key: number): number
  version(slot: number): Version
  entry(slot: number, key: EntryKey): Entry
  /** Stores the entry unless a higher version is held or it is larger than the whole capacity. Tells whether it did. */
  put(entry: Entry): boolean
  remove(key: number): boolean
  clear(): void
  readonly count: number
  readonly usedBytes: Bytes
  /** Re-derives counts and sizes; for tests. */
  check(): void
}

export interface StoreOptions {
  readonly capacityCount: number
  readonly capacityBytes?: Bytes
  readonly eviction: PolicyChoice
}

export function createStore({ capacityCount, capacityBytes = 0, eviction }: StoreOptions): Store {
  invariant(capacityCount >= 1, `a cache holds at least one entry, got ${capacityCount}`)
  const policy: Eviction = createPolicy<EvictionContext, Eviction>(evictionPolicies, eviction, {
    slots: capacityCount,
  })
  const slots = new Map<number, number>()
  const keys = new Float64Array(capacityCount)
  const versions = new Float64Array(capacityCount)
  const sizes = new Float64Array(capacityCount)
  const expiries = new Float64Array(capacityCount)
  const values: unknown[] = []
  const free: number[] = []
  let unused = 0
  let usedBytes = 0

  function drop(slot: number): void {
    policy.remove(slot)
    slots.delete(keys[slot]!)
    usedBytes -= sizes[slot]!
    values[slot] = undefined
    free.push(slot)
  }

  function makeRoom(sizeBytes: Bytes): void {
    while (slots.size >= capacityCount || (capacityBytes > 0 && usedBytes + sizeBytes > capacityBytes))
      drop(policy.victim())
  }

  return {
    find(key, now) {
      const slot = slots.get(key)
      if (slot === undefined) return -1
      if (expiries[slot]! <= now) {
        drop(slot)
        return -1
      }
      policy.hit(slot)
      return slot
    },
    peek: (key) => slots.get(key) ?? -1,
    version: (slot) => versions[slot]!,
    entry: (slot, { tenant, key }) => ({
      tenant,
      key,
      version: versions[slot]!,
      sizeBytes: sizes[slot]!,
      expiresAt: expiries[slot]!,
      value: values[slot],
    }),
    put(entry) {
      const held = slots.get(entry.key)
      if (held !== undefined) {
        if (versions[held]! > entry.version) return false
        drop(held)
      }
      if (capacityBytes > 0 && entry.sizeBytes > capacityBytes) return false
      makeRoom(entry.sizeBytes)
      const slot = free.pop() ?? unused++
      slots.set(entry.key, slot)
      keys[slot] = entry.key
      versions[slot] = entry.version
      sizes[slot] = entry.sizeBytes
      expiries[slot] = entry.expiresAt
      values[slot] = entry.value
      usedBytes += entry.sizeBytes
      policy.insert(slot)
      return true
    },
    remove(key) {
      const slot = slots.get(key)
      if (slot !== undefined) drop(slot)
      return slot !== undefined
    },
    clear() {
      for (const slot of [...slots.values()]) drop(slot)
    },
    get count() {
      return slots.size
    },
    get usedBytes() {
      return usedBytes
    },
    check() {
      let total = 0
      for (const slot of slots.values()) total += sizes[slot]!
      invariant(Math.abs(total - usedBytes) < 1e-6, `sizes add up to ${usedBytes}, found ${total}`)
      invariant(slots.size <= capacityCount, `at most ${capacityCount} entries, found ${slots.size}`)
      invariant(slots.size + free.length === unused, 'each slot is used or free')
    },
  }
}
