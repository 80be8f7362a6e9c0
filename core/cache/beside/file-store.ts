/**
 * What a folder of files holds, and which of them the operating system has in memory: the disk in blocks under an eviction policy, before it
 * a page cache that keeps what was used last. Knows names, sizes and times, not contents.
 *
 * Source      Bovet, Cesati: Understanding the Linux Kernel, 3rd ed., chapter 15 (page cache)
 * Parameters  capacityBytes of the disk, pageCacheBytes of memory
 * Cost        that of two stores
 * Deviates    whole files in the page cache, one LRU list (active and inactive there), written files count as used
 */

import type { Entry } from '#core/cache/entry.ts'
import { createStore } from '#core/cache/store.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'

export interface FileStore<E extends Entry = Entry> {
  /** A fresh file, and whether it is read from memory or from the disk; then it is in memory. */
  get(key: number, now: Ms): { readonly entry: E; readonly from: 'memory' | 'disk' } | undefined
  /** Overwrites; whether it was stored: a file larger than the disk is not. */
  set(entry: E): boolean
  remove(key: number): boolean
  /** The machine has started again: files are there, memory is empty. */
  rebooted(): void
  readonly count: number
}

export interface FileStoreOptions {
  readonly capacityBytes: Bytes
  readonly pageCacheBytes: Bytes
  readonly eviction: PolicyChoice
  /** Told of each file that has to leave for another. */
  readonly evicted?: (key: number) => void
}

export const blockBytes: Bytes = 4096

export function createFileStore<E extends Entry = Entry>(options: FileStoreOptions): FileStore<E> {
  const { capacityBytes, pageCacheBytes, eviction, evicted } = options
  const blocks = (bytes: Bytes): Bytes => Math.max(1, Math.ceil(bytes / blockBytes)) * blockBytes
  const capacityCount = (bytes: Bytes): number => Math.max(1, Math.floor(bytes / blockBytes))
  const disk = createStore({
    capacityCount: capacityCount(capacityBytes),
    capacityBytes,
    eviction,
    evicted(key) {
      memory.remove(key)
      evicted?.(key)
    },
  })
  const memory = createStore({
    capacityCount: capacityCount(pageCacheBytes),
    capacityBytes: Math.max(1, pageCacheBytes),
    eviction: { policy: 'lru' },
  })
  const named = (entry: E): Entry => ({
    tenant: 0,
    key: entry.key,
    version: 0,
    sizeBytes: blocks(entry.sizeBytes),
    expiresAt: entry.expiresAt,
    value: entry,
  })

  function remove(key: number): boolean {
    memory.remove(key)
    return disk.remove(key)
  }

  return {
    get(key, now) {
      const slot = disk.find(key, now)
      if (slot < 0) {
        memory.remove(key)
        return undefined
      }
      const entry = disk.value(slot) as E
      if (memory.find(key, now) >= 0) return { entry, from: 'memory' }
      memory.put(named(entry))
      return { entry, from: 'disk' }
    },
    set(entry) {
      remove(entry.key)
      if (!disk.put(named(entry))) return false
      memory.put(named(entry))
      return true
    },
    remove,
    rebooted: () => memory.clear(),
    get count() {
      return disk.count
    },
  }
}
