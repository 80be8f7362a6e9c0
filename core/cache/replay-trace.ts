/**
 * Replays a trace of requests through an eviction policy and counts misses; nothing is allocated per request.
 *
 *   find: a hit ends it
 *   larger than the cache, or than the policy takes: a miss, nothing is admitted
 *   else evict until it fits, then insert; the size stays as it was inserted
 *
 * Shape       keys: integers of at most 53 bits; sizes: one a request, integers; without them every size is 1
 * Parameters  capacity in units of size, at least 1; seed for policies that sample
 * Cost        O(1) a request plus the policy's; memory grows with what is resident or remembered, not with the trace
 * Errors      ConfigInvalid for an unknown policy or a wrong parameter
 */
import { grown } from '#core/collections/grown.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { SlotIndex } from '#core/collections/slot-index.ts'
import { invariant } from '#core/invariant.ts'
import { choosePolicy, type Policy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { type ClairvoyantContext, clairvoyantPolicies, type Future, nextUses } from './clairvoyant.ts'
import { type Eviction, evictionPolicies } from './eviction.ts'

export interface Trace {
  readonly keys: Uint32Array | Float64Array
  readonly sizes?: Uint32Array | Float64Array
}

export interface ReplayOptions {
  readonly policy: PolicyChoice
  readonly capacity: number
  readonly seed?: number
}

export interface ReplayResult {
  readonly requests: number
  readonly misses: number
  /** In units of size. */
  readonly requestBytes: number
  readonly missBytes: number
}

// biome-ignore lint/suspicious/noExplicitAny: members of one family differ in their parameters
type ReplayPolicy = Policy<ClairvoyantContext, Eviction, any>

/** All policies that can be replayed: those of a live cache, and those that know the trace. */
export const replayPolicies: readonly ReplayPolicy[] = [...evictionPolicies, ...clairvoyantPolicies]

export function replayTrace(trace: Trace, { policy, capacity, seed = 0 }: ReplayOptions): ReplayResult {
  const { keys, sizes } = trace
  invariant(capacity >= 1, `a cache holds at least one unit of size, got ${capacity}`)
  invariant(sizes === undefined || sizes.length === keys.length, 'a trace has one size a request')
  const chosen = choosePolicy(replayPolicies, policy)
  const needsFuture = chosen.policy.kind === 'clairvoyant'
  const future: Future = { nextUse: needsFuture ? nextUses(keys) : new Int32Array(0), now: 0 }
  const entries = sizes === undefined ? Math.min(capacity, keys.length) : 0
  const ghosts = chosen.policy.ghosts?.(chosen.parameters, entries) ?? 0
  const isPlain = sizes === undefined && chosen.policy.ghosts === undefined
  const residents = new Residents(entries + Math.min(ghosts, keys.length) + 1, {
    areUnits: sizes === undefined,
  })
  const eviction = chosen.policy.create(chosen.parameters, {
    capacity,
    slots: residents.slots,
    sizeOf: sizes === undefined ? () => 1 : (slot) => residents.sizeOf(slot),
    hashOf: (slot) => keyHash(residents.index.keyOf(slot)),
    expiryOf: () => Infinity,
    forget: isPlain ? (slot) => residents.index.release(slot) : (slot) => residents.forget(slot),
    drop: (slot) => residents.vacate(slot),
    random: stream(seed, `eviction.${policy.policy}`),
    future,
  })
  const parts = { residents, eviction, future, capacity }
  if (isPlain) return replayUnits(keys, parts)
  return sizes === undefined ? replayRemembering(keys, parts) : replaySized({ keys, sizes }, parts)
}

interface Parts {
  readonly residents: Residents
  readonly eviction: Eviction
  readonly future: Future
  readonly capacity: number
}

/** Without ghosts and sizes a slot is resident as long as it has a key. What is rare is called: V8 inlines so much and no more. */
function replayUnits(keys: Trace['keys'], { residents, eviction, future, capacity }: Parts): ReplayResult {
  const { hit, insert, evict } = eviction
  const { index } = residents
  let misses = 0
  for (let request = 0; request < keys.length; request++) {
    const key = keys[request]!
    const known = index.find(key)
    future.now = request
    if (known >= 0) hit(known)
    else {
      misses++
      const slot = index.intern(key)
      if (index.count > capacity) evict(slot)
      insert(slot)
    }
  }
  const requests = keys.length
  return { requests, misses, requestBytes: requests, missBytes: misses }
}

/** Without sizes; a slot keeps its key while the policy remembers it. */
function replayRemembering(
  keys: Trace['keys'],
  { residents, eviction, future, capacity }: Parts,
): ReplayResult {
  const { hit, insert, evict } = eviction
  const { index, isResident } = residents
  let misses = 0
  for (let request = 0; request < keys.length; request++) {
    const key = keys[request]!
    const known = index.find(key)
    future.now = request
    if (known >= 0 && isResident[known] === 1) hit(known)
    else {
      misses++
      const slot = known >= 0 ? known : index.intern(key)
      residents.incoming = slot
      if (residents.used === capacity) residents.vacate(evict(slot))
      residents.incoming = -1
      residents.used++
      isResident[slot] = 1
      insert(slot)
    }
  }
  const requests = keys.length
  return { requests, misses, requestBytes: requests, missBytes: misses }
}

function replaySized(
  { keys, sizes }: Required<Trace>,
  { residents, eviction, future, capacity }: Parts,
): ReplayResult {
  const { hit, insert, evict, sizeMax = capacity } = eviction
  const { index } = residents
  let misses = 0
  let missBytes = 0
  let requestBytes = 0
  for (let request = 0; request < keys.length; request++) {
    const key = keys[request]!
    const size = sizes[request]!
    const known = index.find(key)
    future.now = request
    requestBytes += size
    if (known >= 0 && residents.isResident[known] === 1) {
      hit(known)
      continue
    }
    misses++
    missBytes += size
    if (size > capacity || size > sizeMax) continue
    const slot = residents.expect(key, known, size)
    while (residents.used + size > capacity) residents.vacate(evict(slot))
    residents.take(slot)
    insert(slot)
  }
  return { requests: keys.length, misses, requestBytes, missBytes }
}

/** Which slots are resident, with their sizes: a store without values. */
class Residents {
  readonly index: SlotIndex
  readonly slots: number
  used = 0
  /** The slot on its way in, -1 when none. */
  incoming = -1
  /** 1 where a slot is; grows only where sizes differ. */
  isResident: Uint8Array
  readonly #areUnits: boolean
  #sizes: Float64Array

  constructor(slots: number, { areUnits }: { areUnits: boolean }) {
    this.slots = slots
    this.index = new SlotIndex(slots)
    this.isResident = new Uint8Array(slots)
    this.#areUnits = areUnits
    this.#sizes = new Float64Array(areUnits ? 0 : slots)
  }

  sizeOf(slot: number): number {
    return this.#areUnits ? 1 : this.#sizes[slot]!
  }

  /** The slot of an entry on its way in; `known` when its key has one. */
  expect(key: number, known: number, size: number): number {
    const slot = known >= 0 ? known : this.index.intern(key)
    if (!this.#areUnits) {
      this.isResident = grown(this.isResident, slot + 1)
      this.#sizes = grown(this.#sizes, slot + 1)
      this.#sizes[slot] = size
    }
    this.incoming = slot
    return slot
  }

  take(slot: number): void {
    this.isResident[slot] = 1
    this.incoming = -1
    this.used += this.sizeOf(slot)
  }

  vacate(slot: number): void {
    this.isResident[slot] = 0
    this.used -= this.sizeOf(slot)
  }

  forget(slot: number): void {
    if (slot !== this.incoming) this.index.release(slot)
  }
}
