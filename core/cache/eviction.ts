import type { Random } from '#core/random.ts'
import { arc } from './eviction/arc.ts'
import { cacheus } from './eviction/cacheus.ts'
import { clock } from './eviction/clock.ts'
import { fifo } from './eviction/fifo.ts'
import { gdsf } from './eviction/gdsf.ts'
import { hyperbolic } from './eviction/hyperbolic.ts'
import { lecar } from './eviction/lecar.ts'
import { lfu } from './eviction/lfu.ts'
import { lfuDa } from './eviction/lfu-da.ts'
import { lhd } from './eviction/lhd.ts'
import { lirs } from './eviction/lirs.ts'
import { lrfu } from './eviction/lrfu.ts'
import { lru } from './eviction/lru.ts'
import { lruK } from './eviction/lru-k.ts'
import { miniatureSelector } from './eviction/miniature-selector.ts'
import { random } from './eviction/random.ts'
import { s3Fifo } from './eviction/s3-fifo.ts'
import { sieve } from './eviction/sieve.ts'
import { size } from './eviction/size.ts'
import { slru } from './eviction/slru.ts'
import { ttlOnly } from './eviction/ttl-only.ts'
import { twoQ } from './eviction/two-q.ts'
import { wTinylfu } from './eviction/w-tinylfu.ts'
import { wTinylfuAdaptive } from './eviction/w-tinylfu-adaptive.ts'

/**
 * Decides which entry leaves a full cache. It sees slots (small integers), never keys.
 *
 * A slot is resident from `insert` until `evict` gives it up or `remove` takes it. The policy may remember a slot that it gave up (a
 * ghost): the slot keeps its key until the policy calls `context.forget`, and is inserted again under the same number.
 */
export interface Eviction {
  /** A resident slot was asked for. */
  hit(slot: number): void
  /** Takes a slot in; room was made before. The slot may be one that the policy remembers as a ghost. */
  insert(slot: number): void
  /**
   * Chooses a resident slot for `incoming` (a slot that is not resident yet, perhaps a ghost; -1 when none) and gives it up: it becomes
   * a ghost, or the policy calls `context.forget`. Called until `incoming` fits, so several times when entries differ in size. -1 when
   * nothing is resident.
   */
  evict(incoming: number): number
  /**
   * The slot that `evict` would give up first, still resident, for admission policies that compare it with the newcomer; -1 when nothing
   * is resident. It may do what `evict` does on its way there (clear marks, move the hand). Policies that cannot tell have none.
   */
  victim?(): number
  /** A resident entry was removed from outside (invalidation, expiry): the policy forgets it at once (no ghost, no forget call). */
  remove(slot: number): void
  /** Largest size that it can hold, when below the capacity: a larger entry is not admitted. */
  readonly sizeMax?: number
}

export interface EvictionContext {
  /** In units of size: entries when every size is 1. */
  readonly capacity: number
  /** Slot numbers are below this: residents, ghosts, and one on its way in. A hint where the number of entries is not known beforehand. */
  readonly slots: number
  /** Size of a slot: known from `evict(incoming)` on, constant while resident, kept while a ghost until it comes back, perhaps larger. */
  sizeOf(slot: number): number
  /** 32 well mixed bits of the key (keyHash), for policies that remember keys in sketches; known from `evict(incoming)` on. */
  hashOf(slot: number): number
  /** When the entry ends to be fresh, ms; known from `insert` on, infinite where nothing expires. */
  expiryOf(slot: number): number
  /** Nothing remembers this slot any more: the store may give its number to another key. The incoming slot itself may be forgotten. */
  forget(slot: number): void
  /** Gives up a resident slot when `evict` does not ask for one (beside it, on a hit, on an insert): a ghost now, unless `forget` follows. */
  drop(slot: number): void
  /** Uniform draws, for policies that sample. */
  readonly random: Random
}

/** The family's list; the only registration there is. */
export const evictionPolicies = [
  lru,
  fifo,
  clock,
  sieve,
  s3Fifo,
  lfu,
  lfuDa,
  slru,
  twoQ,
  arc,
  lirs,
  gdsf,
  size,
  random,
  ttlOnly,
  lruK,
  lrfu,
  wTinylfu,
  wTinylfuAdaptive,
  hyperbolic,
  lhd,
  lecar,
  cacheus,
  miniatureSelector,
]
