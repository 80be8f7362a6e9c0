/**
 * A bounded cache: gives keys slots, owns versions, sizes, expiry and values, and asks an eviction policy which slot to give up. A slot
 * keeps its key while the policy remembers it, resident or not.
 *
 * Shape       one typed array an attribute, indexed by slot
 * Parameters  capacityCount entries, capacityBytes (0 = unbounded)
 * Errors      ConfigInvalid for an unknown policy, a wrong parameter, or an admission that this cache cannot serve
 * Cost        O(1) plus the eviction policy's
 */
import { grown } from '#core/collections/grown.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { SlotIndex } from '#core/collections/slot-index.ts'
import { TandemError } from '#core/errors.ts'
import { invariant } from '#core/invariant.ts'
import { choosePolicy, createPolicy } from '#core/policy.ts'
import { type Random, stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { type Admission, type AdmissionContext, admissionPolicies } from './admission.ts'
import { checkHeld } from './check-held.ts'
import type { Entry, EntryKey, Version } from './entry.ts'
import { type Eviction, type EvictionContext, evictionPolicies } from './eviction.ts'

export interface Store {
  /** The slot of a fresh entry, counted as a hit by the eviction policy, or -1. An expired one is dropped. */
  find(key: number, now: Ms): number
  /** The slot whatever its freshness, without telling the eviction policy, or -1. */
  peek(key: number): number
  version(slot: number): Version
  entry(slot: number, key: EntryKey): Entry
  value(slot: number): unknown
  /**
   * Stores the entry unless a higher version is held, it is larger than the whole capacity, or the admission policy refuses it. Tells
   * whether it did. What takes the place of an entry that is held counts for admission as no request, all else as one that missed.
   */
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
  /** Which entries may come in at all: all of them, at no cost, when nothing is said. */
  readonly admission?: PolicyChoice
  /** For policies that sample. */
  readonly random?: Random
  /** Told of each entry that the eviction policy gives up, before it is gone; it must not touch this store. */
  readonly evicted?: (key: number, value: unknown) => void
}

export function createStore(options: StoreOptions): Store {
  const {
    capacityCount,
    capacityBytes = 0,
    eviction,
    random = stream(0, 'cache.eviction'),
    evicted,
  } = options
  invariant(capacityCount >= 1, `a cache holds at least one entry, got ${capacityCount}`)
  const chosen = choosePolicy<EvictionContext, Eviction>(evictionPolicies, eviction)
  const ghosts = chosen.policy.ghosts?.(chosen.parameters, capacityCount) ?? 0
  const slots = capacityCount + ghosts + 1
  // Memory for what is used: a byte capacity may hold far fewer entries than it is allowed.
  const slotsAtFirst = Math.min(slots, 65_536)
  const index = new SlotIndex(slotsAtFirst)
  let isResident = new Uint8Array(slotsAtFirst)
  let versions = new Float64Array(slotsAtFirst)
  let sizes = new Float64Array(slotsAtFirst)
  let expiries = new Float64Array(slotsAtFirst)
  const values: unknown[] = []
  let count = 0
  let usedBytes = 0
  let incoming = -1

  const policy: Eviction = chosen.policy.create(chosen.parameters, {
    capacity: capacityBytes > 0 ? capacityBytes : capacityCount,
    slots: slotsAtFirst,
    sizeOf: capacityBytes > 0 ? (slot) => sizes[slot]! : () => 1,
    hashOf: (slot) => keyHash(index.keyOf(slot)),
    expiryOf: (slot) => expiries[slot]!,
    forget: (slot) => {
      if (slot !== incoming) index.release(slot)
    },
    drop: giveUp,
    random,
  })

  const gate = createGate(options, policy)

  const sizeMax = Math.min(policy.sizeMax ?? Infinity, capacityBytes > 0 ? capacityBytes : Infinity)

  function peek(key: number): number {
    const slot = index.find(key)
    return slot >= 0 && isResident[slot] === 1 ? slot : -1
  }

  function vacate(slot: number): void {
    isResident[slot] = 0
    count--
    usedBytes -= sizes[slot]!
    values[slot] = undefined
  }

  function giveUp(slot: number): void {
    evicted?.(index.keyOf(slot), values[slot])
    vacate(slot)
  }

  function drop(slot: number): void {
    policy.remove(slot)
    vacate(slot)
    index.release(slot)
  }

  function write(slot: number, entry: Entry): void {
    versions[slot] = entry.version
    sizes[slot] = entry.sizeBytes
    expiries[slot] = entry.expiresAt
    values[slot] = entry.value
  }

  /** Asked before anything leaves for the entry. */
  function isAdmitted({ key, sizeBytes }: Entry, isRequest: boolean): boolean {
    const hash = keyHash(key)
    if (isRequest) gate!.request(hash, sizeBytes)
    const victim = fits(sizeBytes) ? -1 : (policy.victim?.() ?? -1)
    return gate!.admits(hash, sizeBytes, victim < 0 ? -1 : keyHash(index.keyOf(victim)))
  }

  const fits = (sizeBytes: Bytes): boolean =>
    count < capacityCount && (capacityBytes === 0 || usedBytes + sizeBytes <= capacityBytes)

  /** `known` is the slot that the key has already, -1 when none. */
  function admit(entry: Entry, known: number): void {
    const slot = known >= 0 ? known : index.intern(entry.key)
    if (slot >= isResident.length) grow(slot + 1)
    write(slot, entry)
    incoming = slot
    while (!fits(entry.sizeBytes)) giveUp(policy.evict(slot))
    incoming = -1
    isResident[slot] = 1
    count++
    usedBytes += entry.sizeBytes
    policy.insert(slot)
  }

  function grow(length: number): void {
    isResident = grown(isResident, length)
    versions = grown(versions, length)
    sizes = grown(sizes, length)
    expiries = grown(expiries, length)
  }

  return {
    find(key, now) {
      const slot = peek(key)
      if (slot < 0) return -1
      if (expiries[slot]! <= now) {
        drop(slot)
        return -1
      }
      policy.hit(slot)
      gate?.request(keyHash(key), sizes[slot]!)
      return slot
    },
    peek,
    version: (slot) => versions[slot]!,
    entry: (slot, { tenant, key }) => ({
      tenant,
      key,
      version: versions[slot]!,
      sizeBytes: sizes[slot]!,
      expiresAt: expiries[slot]!,
      value: values[slot],
    }),
    value: (slot) => values[slot],
    put(entry) {
      const known = index.find(entry.key)
      const isHeld = known >= 0 && isResident[known] === 1
      if (isHeld) {
        if (versions[known]! > entry.version) return false
        drop(known)
      }
      if (capacityBytes > 0 && entry.sizeBytes > sizeMax) return false
      if (gate !== undefined && !isAdmitted(entry, !isHeld)) return false
      admit(entry, isHeld ? -1 : known)
      return true
    },
    remove(key) {
      const slot = peek(key)
      if (slot >= 0) drop(slot)
      return slot >= 0
    },
    clear() {
      for (let slot = 0; slot < index.slots; slot++) if (isResident[slot] === 1) drop(slot)
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
        if (isResident[slot] === 0) continue
        held.push(sizes[slot]!)
        invariant(peek(index.keyOf(slot)) === slot, `slot ${slot} is found by its key`)
      }
      checkHeld({ count, usedBytes, capacityCount, capacityBytes }, held)
      invariant(index.count <= slots, `at most ${slots} keys are remembered, found ${index.count}`)
    },
  }
}

/** Undefined when all are admitted. */
function createGate(
  { capacityCount, capacityBytes = 0, eviction, admission, random }: StoreOptions,
  { victim }: Eviction,
): Admission | undefined {
  if (admission === undefined || admission.policy === 'always') return undefined
  const gate = createPolicy<AdmissionContext, Admission>(admissionPolicies, admission, {
    capacity: capacityBytes > 0 ? capacityBytes : capacityCount,
    entries: capacityCount,
    random: random ?? stream(0, 'cache.admission'),
  })
  if (gate.comparesVictims && victim === undefined)
    throw new TandemError(
      'ConfigInvalid',
      `admission ${admission.policy} compares a newcomer with the entry that would leave, which eviction ${eviction.policy} cannot tell beforehand; allowed with lru, fifo, clock, sieve, s3-fifo, lfu`,
    )
  if (gate.needsBytes && capacityBytes === 0)
    throw new TandemError('ConfigInvalid', `admission ${admission.policy} needs a capacity in bytes`)
  return gate
}
