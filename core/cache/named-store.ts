/**
 * A bounded cache by name, over the same eviction policies as the store by number: what it keeps knows its own size and end.
 *
 * Shape       one array an attribute, indexed by slot; a name is looked up once and leaves by its slot
 * Parameters  capacityBytes, at least 1; capacityCount entries, any number when nothing is said
 * Errors      ConfigInvalid for an unknown policy or a wrong parameter
 * Cost        O(1) plus the eviction policy's
 */
import { grown } from '#core/collections/grown.ts'
import { NameIndex } from '#core/collections/name-index.ts'
import { invariant } from '#core/invariant.ts'
import { choosePolicy } from '#core/policy.ts'
import { type Random, stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { checkHeld } from './check-held.ts'
import { type Eviction, type EvictionContext, evictionPolicies } from './eviction.ts'

export interface Kept {
  readonly sizeBytes: Bytes
  /** End of freshness, on the clock of the callers. */
  readonly expiresAt: Ms
}

export interface NamedStore<Value extends Kept> {
  /** What is fresh under a name, counted as a hit by the eviction policy. What has expired is dropped. */
  get(name: string, now: Ms): Value | undefined
  /** In place of what has the name already. Tells whether it was stored: not when it is larger than the whole capacity. */
  set(name: string, value: Value): boolean
  delete(name: string): boolean
  readonly count: number
  readonly usedBytes: Bytes
  /** Re-derives counts and sizes; for tests. */
  check(): void
}

export interface NamedStoreOptions {
  readonly capacityBytes: Bytes
  readonly capacityCount?: number
  readonly eviction: PolicyChoice
  /** For policies that sample. */
  readonly random?: Random
}

/** Memory for what is used: a byte capacity may hold far fewer entries than it is allowed. */
const slotsAtFirstMax = 65_536

export function createNamedStore<Value extends Kept>({
  capacityBytes,
  capacityCount = Infinity,
  eviction,
  random = stream(0, 'cache.eviction'),
}: NamedStoreOptions): NamedStore<Value> {
  invariant(capacityBytes >= 1, `a cache holds at least one byte, got ${capacityBytes}`)
  invariant(capacityCount >= 1, `a cache holds at least one entry, got ${capacityCount}`)
  const chosen = choosePolicy<EvictionContext, Eviction>(evictionPolicies, eviction)
  const slotsAtFirst = Math.min(capacityCount + 1, slotsAtFirstMax)
  const index = new NameIndex()
  /** By slot; undefined where a policy remembers a name that is not resident. */
  const values: (Value | undefined)[] = []
  let sizes = new Float64Array(slotsAtFirst)
  let expiries = new Float64Array(slotsAtFirst)
  let count = 0
  let usedBytes = 0
  let incoming = -1

  const policy: Eviction = chosen.policy.create(chosen.parameters, {
    capacity: capacityBytes,
    slots: slotsAtFirst,
    sizeOf: (slot) => sizes[slot]!,
    hashOf: (slot) => index.hashOf(slot),
    expiryOf: (slot) => expiries[slot]!,
    forget(slot) {
      if (slot !== incoming) index.release(slot)
    },
    drop: vacate,
    random,
  })
  const { hit, insert, evict } = policy
  const sizeMax = Math.min(policy.sizeMax ?? Infinity, capacityBytes)

  function vacate(slot: number): void {
    values[slot] = undefined
    count--
    usedBytes -= sizes[slot]!
  }

  function drop(slot: number): void {
    policy.remove(slot)
    vacate(slot)
    index.release(slot)
  }

  function grow(slots: number): void {
    sizes = grown(sizes, slots)
    expiries = grown(expiries, slots)
  }

  function admit(slot: number, value: Value): void {
    const { sizeBytes, expiresAt } = value
    if (slot >= sizes.length) grow(slot + 1)
    sizes[slot] = sizeBytes
    expiries[slot] = expiresAt
    incoming = slot
    while (usedBytes + sizeBytes > capacityBytes || count >= capacityCount) vacate(evict(slot))
    incoming = -1
    values[slot] = value
    count++
    usedBytes += sizeBytes
    insert(slot)
  }

  return {
    get(name, now) {
      const slot = index.find(name)
      if (slot < 0) return undefined
      const value = values[slot]
      if (value === undefined) return undefined
      if (expiries[slot]! <= now) {
        drop(slot)
        return undefined
      }
      hit(slot)
      return value
    },
    set(name, value) {
      const known = index.find(name)
      const isHeld = known >= 0 && values[known] !== undefined
      if (isHeld) drop(known)
      if (value.sizeBytes > sizeMax) return false
      admit(known < 0 || isHeld ? index.intern(name) : known, value)
      return true
    },
    delete(name) {
      const slot = index.find(name)
      if (slot < 0 || values[slot] === undefined) return false
      drop(slot)
      return true
    },
    get count() {
      return count
    },
    get usedBytes() {
      return usedBytes
    },
    check() {
      const held: Bytes[] = []
      for (let slot = 0; slot < index.slots; slot++) {
        if (values[slot] === undefined) continue
        held.push(sizes[slot]!)
        invariant(index.find(index.nameOf(slot)) === slot, `slot ${slot} is found by its name`)
      }
      checkHeld({ count, usedBytes, capacityCount, capacityBytes }, held)
    },
  }
}
