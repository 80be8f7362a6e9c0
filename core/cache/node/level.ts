/** One level of the caches of a node: copies by key, under one capacity. */

import type { Copy } from '#core/cache/copy.ts'
import type { EntryKey } from '#core/cache/entry.ts'
import { createStore, type Store } from '#core/cache/store.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'

export interface Level {
  /** The copy, counted as a hit; one whose freshness has ended at `now` is dropped. `always`, to find it whatever its freshness. */
  find(key: EntryKey, now: Ms): Copy | undefined
  /** The copy whatever its freshness, without telling the eviction policy. */
  peek(key: EntryKey): Copy | undefined
  /** Tells whether the copy is held now. */
  put(copy: Copy): boolean
  remove(key: EntryKey): void
  /** Of each tenant, in copies, where each has a part. */
  readonly capacities?: readonly number[]
  clear(): void
  check(): void
}

export const always: Ms = Number.NEGATIVE_INFINITY

export interface LevelOptions {
  readonly capacityCount: number
  /** 0: no bound in bytes. */
  readonly capacityBytes?: Bytes
  readonly eviction: PolicyChoice
  readonly admission?: PolicyChoice
  /** Told of each copy that left for another. */
  readonly evicted?: (copy: Copy) => void
}

/** A level whose room belongs to whoever comes. */
export function openLevel({ evicted, ...options }: LevelOptions): Level {
  const store = createStore({
    ...options,
    ...(evicted !== undefined && { evicted: (_, value) => evicted(value as Copy) }),
  })
  return {
    find: ({ key }, now) => held(store, store.find(key, now)),
    peek: ({ key }) => held(store, store.peek(key)),
    put: (copy) => store.put({ ...copy.entry, expiresAt: copy.expiresAt, value: copy }),
    remove: ({ key }) => void store.remove(key),
    clear: () => store.clear(),
    check: () => store.check(),
  }
}

const held = (store: Store, slot: number): Copy | undefined =>
  slot < 0 ? undefined : (store.value(slot) as Copy)
