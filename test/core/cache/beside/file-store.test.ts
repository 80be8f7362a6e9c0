import { describe, expect, it } from 'vitest'
import { blockBytes, createFileStore } from '#core/cache/beside/file-store.ts'

const entry = (key: number, sizeBytes = 100, expiresAt = Number.POSITIVE_INFINITY) => ({
  tenant: 0,
  key,
  version: 1,
  sizeBytes,
  expiresAt,
  value: undefined,
})
const lru = { policy: 'lru' }

describe('a folder of files', () => {
  it('reads from memory what was used last, and the rest from the disk', () => {
    const files = createFileStore({
      capacityBytes: 8 * blockBytes,
      pageCacheBytes: 2 * blockBytes,
      eviction: lru,
    })
    for (const key of [1, 2, 3]) files.set(entry(key))
    expect(files.get(3, 0)?.from).toBe('memory')
    expect(files.get(1, 0)?.from).toBe('disk')
    expect(files.get(1, 0)?.from).toBe('memory')
    expect(files.get(2, 0)?.from).toBe('disk')
    expect(files.get(4, 0)).toBeUndefined()
  })

  it('has all files and an empty memory after the machine starts again', () => {
    const files = createFileStore({
      capacityBytes: 8 * blockBytes,
      pageCacheBytes: 8 * blockBytes,
      eviction: lru,
    })
    files.set(entry(1))
    files.rebooted()
    expect(files.get(1, 0)?.from).toBe('disk')
  })

  it('takes whole blocks, tells what has to leave, and refuses what is larger than the disk', () => {
    const gone: number[] = []
    const files = createFileStore({
      capacityBytes: 3 * blockBytes,
      pageCacheBytes: 0,
      eviction: lru,
      evicted: (key) => gone.push(key),
    })
    files.set(entry(1))
    files.set(entry(2, blockBytes + 1))
    files.set(entry(3))
    expect(gone).toEqual([1])
    expect(files.set(entry(2, 4 * blockBytes))).toBe(false)
    expect(files.get(2, 0)).toBeUndefined()
    expect(files.count).toBe(1)
  })

  it('overwrites whatever the version, and forgets what has expired', () => {
    const files = createFileStore({ capacityBytes: 8 * blockBytes, pageCacheBytes: 0, eviction: lru })
    files.set({ ...entry(1), version: 5 })
    files.set({ ...entry(1, 100, 50), version: 4 })
    expect(files.get(1, 49)?.entry.version).toBe(4)
    expect(files.get(1, 50)).toBeUndefined()
  })
})
