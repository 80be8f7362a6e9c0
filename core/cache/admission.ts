import type { Random } from '#core/random.ts'
import type { Bytes } from '#core/units.ts'
import { adaptSize } from './admission/adapt-size.ts'
import { always } from './admission/always.ts'
import { probabilistic } from './admission/probabilistic.ts'
import { sizeThreshold } from './admission/size-threshold.ts'
import { tinyLfu } from './admission/tiny-lfu.ts'

/**
 * Decides whether an entry that was missed may come in at all. It knows entries by the hashes of their keys (keyHash), so that it can
 * remember what is not held.
 *
 * A cache asks in this order: `request` for every request, then on a miss `admits`, then evicts and inserts if admitted.
 */
export interface Admission {
  /** A key was asked for, held or not. */
  request(hash: number, sizeBytes: Bytes): void
  /** `victimHash` is that of the entry that would leave for it: -1 when there is room. */
  admits(hash: number, sizeBytes: Bytes, victimHash: number): boolean
  /** It is of use only beside an eviction policy that tells its victim beforehand. */
  readonly comparesVictims?: boolean
  /** It is of use only in a cache whose capacity is in bytes. */
  readonly needsBytes?: boolean
}

export interface AdmissionContext {
  /** In bytes, or in entries when every size is 1. */
  readonly capacity: number
  /** How many entries the cache holds, about: a hint. */
  readonly entries: number
  /** Uniform draws, for policies that admit by chance. */
  readonly random: Random
}

/** The family's list; the only registration there is. */
export const admissionPolicies = [always, tinyLfu, sizeThreshold, probabilistic, adaptSize]
