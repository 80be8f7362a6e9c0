import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chunkSizes,
  createSlabStore,
  itemOverheadBytes,
  slabPageBytes,
} from '#core/cache/beside/slab-store.ts'

const entry = (key: number, sizeBytes: number, expiresAt = Number.POSITIVE_INFINITY) => ({
  tenant: 0,
  key,
  version: 1,
  sizeBytes,
  expiresAt,
  value: undefined,
})
const options = { memoryBytes: 4 * slabPageBytes, growthFactor: 1.25, itemBytesMax: slabPageBytes }

describe('memory in slabs', () => {
  it('has chunks of the sizes of memcached -vv, each 1.25 times the one before', () => {
    expect(chunkSizes(options).slice(0, 12)).toEqual([
      96, 120, 152, 192, 240, 304, 384, 480, 600, 752, 944, 1184,
    ])
    expect(chunkSizes(options).at(-1)).toBe(1_048_576)
  })

  it('refuses an item above 1 MiB with its header, and forgets what it would have replaced', () => {
    const slabs = createSlabStore(options)
    expect(slabs.set(entry(1, 1000))).toBe(true)
    expect(slabs.set(entry(1, slabPageBytes - itemOverheadBytes + 1))).toBe(false)
    expect(slabs.get(1, 0)).toBeUndefined()
    expect(slabs.set(entry(1, slabPageBytes - itemOverheadBytes))).toBe(true)
  })

  it('evicts the least recently used item of its class, though other classes have older ones', () => {
    const slabs = createSlabStore({ ...options, memoryBytes: 2 * slabPageBytes })
    slabs.set(entry(1, 500_000))
    slabs.set(entry(2, 900_000))
    slabs.set(entry(3, 900_000))
    expect(slabs.get(2, 0)).toBeUndefined()
    expect(slabs.get(1, 0)).toEqual(entry(1, 500_000))
    expect(slabs.get(3, 0)).toEqual(entry(3, 900_000))
  })

  it('keeps the newest it was told, whatever the version, until it expires', () => {
    const slabs = createSlabStore(options)
    slabs.set({ ...entry(1, 100), version: 9 })
    slabs.set({ ...entry(1, 5000, 50), version: 3 })
    expect(slabs.get(1, 49)?.version).toBe(3)
    expect(slabs.get(1, 50)).toBeUndefined()
    expect(slabs.count).toBe(0)
  })

  it('calcifies: pages that small items took do not come back for large ones', () => {
    const memoryBytes = 8 * slabPageBytes
    const hitRatio = (warmedBy: number) => {
      const slabs = createSlabStore({ ...options, memoryBytes })
      for (let key = 0; key < 100_000; key++) slabs.set(entry(key, warmedBy))
      let hits = 0
      // As much as memory holds if all of it went to their class, in a loop: LRU has all or nothing.
      for (let turn = 0; turn < 20; turn++)
        for (let key = 200_000; key < 200_600; key++)
          if (slabs.get(key, 0) === undefined) slabs.set(entry(key, 12_000))
          else hits++
      return {
        ratio: hits / 12_000,
        pages: slabs.classes.filter(({ pages }) => pages > 0).map(({ pages }) => pages),
      }
    }
    expect(hitRatio(12_000).ratio).toBeGreaterThan(0.9)
    const calcified = hitRatio(100)
    expect(calcified.ratio).toBe(0)
    expect(calcified.pages).toEqual([8, 1])
  })

  it('never has more items in a class than its pages hold, nor more pages than memory and one for each class', () => {
    const operation = fc.record({ key: fc.nat(300), sizeBytes: fc.integer({ min: 1, max: 400_000 }) })
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const slabs = createSlabStore(options)
        for (const { key, sizeBytes } of operations) {
          expect(slabs.set(entry(key, sizeBytes))).toBe(true)
          expect(slabs.get(key, 0)?.sizeBytes).toBe(sizeBytes)
        }
        const used = slabs.classes.filter(({ pages }) => pages > 0)
        for (const { chunkBytes, pages, items } of used)
          expect(items).toBeLessThanOrEqual(pages * Math.floor(slabPageBytes / chunkBytes))
        expect(used.reduce((sum, { pages }) => sum + pages, 0)).toBeLessThanOrEqual(4 + used.length)
        expect(used.reduce((sum, { items }) => sum + items, 0)).toBe(slabs.count)
      }),
      { numRuns: 30 },
    )
  })
})
