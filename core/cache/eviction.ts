import { lru } from './eviction/lru.ts'

/** Decides which entry leaves a full cache. It sees slots (small integers), never keys. */
export interface Eviction {
  hit(slot: number): void
  insert(slot: number): void
  remove(slot: number): void
  /** The slot to give up next; it stays until `remove`. -1 when empty. */
  victim(): number
}

export interface EvictionContext {
  /** Slots are 0 .. slots - 1. */
  readonly slots: number
}

/** The family's list; the only registration there is. */
export const evictionPolicies = [lru]
