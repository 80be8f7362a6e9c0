import type { Ratio } from '#core/units.ts'
import { mattson } from './sizing/mattson.ts'
import { shards } from './sizing/shards.ts'
import { shardsAdj } from './sizing/shards-adj.ts'

/** Estimates, from the requests alone, the miss ratio that an LRU cache of any capacity would have had. */
export interface Sizing {
  /** `hash` is that of the key (keyHash): an estimator may look at a sample of them. */
  request(hash: number, size: number): void
  /** Of the requests so far; 1 when there were none. Capacity in units of size. */
  missRatio(capacity: number): Ratio
  readonly requests: number
}

/** The family's list; the only registration there is. */
export const sizingPolicies = [mattson, shards, shardsAdj]
