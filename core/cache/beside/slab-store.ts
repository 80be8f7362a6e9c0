/**
 * Memory as memcached keeps it: pages of 1 MiB, each given to one class of equal chunks and never taken back; an item lies in a chunk of the
 * smallest class that holds it, and a full class evicts its own least recently used item, however cold the other classes are. So memory
 * that was shared out by yesterday's sizes stays that way (calcification). A set overwrites: there are no versions.
 *
 *   page 1: [96][96][96]...   page 2: [1184][1184]...   page 3: [96][96]...
 *
 * Source      memcached, slabs.c (slabs_init, do_slabs_newslab), doc/protocol; Nishtala et al., NSDI 2013, section 3.2.3 (slab imbalance)
 * Parameters  memoryBytes; growthFactor of chunk sizes, above 1; itemBytesMax, with overhead
 * Cost        O(1) a hit, O(classes) a set
 * Deviates    one LRU list a class, as before 1.5 (hot, warm and cold there); items of more than half a page in one chunk, as before 1.4.37
 */

import type { Entry } from '#core/cache/entry.ts'
import type { Bytes, Ms } from '#core/units.ts'

export interface SlabStore<E extends Entry = Entry> {
  /** A fresh item, now the most recently used of its class. */
  get(key: number, now: Ms): E | undefined
  /** Whether it was stored; too large an item is not, and the one of the same key is gone in any case. */
  set(entry: E): boolean
  remove(key: number): boolean
  readonly classes: readonly SlabClass[]
  readonly count: number
}

export interface SlabClass {
  readonly chunkBytes: Bytes
  readonly pages: number
  readonly items: number
  readonly evictions: number
}

export interface SlabOptions {
  readonly memoryBytes: Bytes
  readonly growthFactor: number
  readonly itemBytesMax: Bytes
}

export const slabPageBytes: Bytes = 1_048_576
/** Header of an item, and room for its key. */
export const itemOverheadBytes: Bytes = 56
const chunkBytesMin: Bytes = 96
const alignment: Bytes = 8

/** Sizes of chunks, ascending: each so much larger than the one before, rounded up to 8 bytes; the last holds the largest item. */
export function chunkSizes({
  growthFactor,
  itemBytesMax,
}: Omit<SlabOptions, 'memoryBytes'>): readonly Bytes[] {
  const sizes: Bytes[] = []
  const aligned = (bytes: Bytes) => Math.ceil(bytes / alignment) * alignment
  for (let size = chunkBytesMin; size <= itemBytesMax / growthFactor; size = aligned(size * growthFactor))
    sizes.push(size)
  return [...sizes, itemBytesMax]
}

export function createSlabStore<E extends Entry = Entry>(options: SlabOptions): SlabStore<E> {
  const pagesMax = Math.floor(options.memoryBytes / slabPageBytes)
  /** The items of each class in the order of their last use. */
  const classes = chunkSizes(options).map((chunkBytes) => ({
    chunkBytes,
    perPage: Math.floor(slabPageBytes / chunkBytes),
    pages: 0,
    evictions: 0,
    held: new Map<number, E>(),
  }))
  type Class = (typeof classes)[number]
  const classOf = new Map<number, Class>()
  let pages = 0

  function remove(key: number): boolean {
    classOf.get(key)?.held.delete(key)
    return classOf.delete(key)
  }

  function makeRoom(own: Class): void {
    if (own.held.size < own.pages * own.perPage) return
    // The first page of a class is given even when memory is used up: without any, it could hold nothing for ever.
    if (pages < pagesMax || own.pages === 0) {
      pages++
      own.pages++
      return
    }
    own.evictions++
    remove(own.held.keys().next().value!)
  }

  return {
    get(key, now) {
      const own = classOf.get(key)
      const entry = own?.held.get(key)
      if (own === undefined || entry === undefined) return undefined
      own.held.delete(key)
      if (entry.expiresAt <= now) {
        classOf.delete(key)
        return undefined
      }
      own.held.set(key, entry)
      return entry
    },
    set(entry) {
      remove(entry.key)
      const bytes = entry.sizeBytes + itemOverheadBytes
      const own = classes.find(({ chunkBytes }) => bytes <= chunkBytes)
      if (own === undefined) return false
      makeRoom(own)
      own.held.set(entry.key, entry)
      classOf.set(entry.key, own)
      return true
    },
    remove,
    get classes() {
      return classes.map(({ chunkBytes, pages: own, held, evictions }) => ({
        chunkBytes,
        pages: own,
        items: held.size,
        evictions,
      }))
    },
    get count() {
      return classOf.size
    },
  }
}
