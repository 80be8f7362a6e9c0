import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStore } from '#core/cache/store.ts'

const lru = { policy: 'lru' }
const entry = (key: number, version = 1, sizeBytes = 1, expiresAt = Number.POSITIVE_INFINITY) => ({
  tenant: 0,
  key,
  version,
  sizeBytes,
  expiresAt,
  value: key,
})

describe('a store', () => {
  it('keeps with LRU just what a list in order of last use keeps', () => {
    const step = fc.record({ key: fc.nat(9), isPut: fc.boolean() })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(step, { maxLength: 80 }),
        (capacityCount, steps) => {
          const store = createStore({ capacityCount, eviction: lru })
          let order: number[] = []
          for (const { key, isPut } of steps) {
            const isHeld = order.includes(key)
            if (isPut || isHeld) order = [key, ...order.filter((one) => one !== key)].slice(0, capacityCount)
            if (isPut) store.put(entry(key))
            else expect(store.find(key, 0) >= 0).toBe(isHeld)
            store.check()
          }
          expect(Array.from({ length: 10 }, (_, key) => store.peek(key) >= 0)).toEqual(
            Array.from({ length: 10 }, (_, key) => order.includes(key)),
          )
        },
      ),
    )
  })

  it('holds no more bytes than its capacity, and nothing larger than all of it', () => {
    const store = createStore({ capacityCount: 100, capacityBytes: 10, eviction: lru })
    expect(store.put(entry(1, 1, 11))).toBe(false)
    for (let key = 0; key < 20; key++) store.put(entry(key, 1, 3))
    expect(store.usedBytes).toBe(9)
    expect(store.count).toBe(3)
    store.check()
  })

  it('does not find an entry at or after the end of its freshness', () => {
    const store = createStore({ capacityCount: 2, eviction: lru })
    store.put(entry(1, 1, 1, 100))
    expect(store.find(1, 99.9)).toBeGreaterThanOrEqual(0)
    expect(store.find(1, 100)).toBe(-1)
    expect(store.count).toBe(0)
  })

  it('refuses an older version than it holds', () => {
    const store = createStore({ capacityCount: 2, eviction: lru })
    store.put(entry(1, 5))
    expect(store.put(entry(1, 4))).toBe(false)
    expect(store.version(store.peek(1))).toBe(5)
    expect(store.put(entry(1, 6))).toBe(true)
  })

  it('admits what was asked for more often than what would leave, and leaves the rest as it is', () => {
    const store = createStore({ capacityCount: 2, eviction: lru, admission: { policy: 'tiny-lfu' } })
    for (const key of [1, 2]) store.put(entry(key))
    for (let round = 0; round < 3; round++) for (const key of [1, 2]) store.find(key, 0)
    expect(store.put(entry(3))).toBe(false)
    expect([1, 2, 3].map((key) => store.peek(key) >= 0)).toEqual([true, true, false])
    for (let round = 0; round < 4; round++) store.put(entry(3))
    expect([1, 2, 3].map((key) => store.peek(key) >= 0)).toEqual([false, true, true])
    store.check()
  })

  it('asks admission for sizes, and forgets what a refused version outdated', () => {
    const store = createStore({
      capacityCount: 9,
      eviction: lru,
      admission: { policy: 'size-threshold', sizeMax: 5 },
    })
    expect(store.put(entry(1, 1, 5))).toBe(true)
    expect(store.put(entry(2, 1, 6))).toBe(false)
    expect(store.put(entry(1, 2, 6))).toBe(false)
    expect(store.count).toBe(0)
  })

  it('decides with always as with no admission', () => {
    const hits = (admission?: { policy: string }) => {
      const store = createStore({ capacityCount: 5, eviction: lru, ...(admission && { admission }) })
      const found = Array.from({ length: 500 }, (_, at) => (at * at * 7 + at) % 13).map((key) => {
        const isHit = store.find(key, 0) >= 0
        if (!isHit) store.put(entry(key))
        return isHit
      })
      return found.join()
    }
    expect(hits({ policy: 'always' })).toBe(hits())
  })

  it('refuses an admission that it cannot serve', () => {
    const create = (eviction: string, admission: string) =>
      createStore({ capacityCount: 5, eviction: { policy: eviction }, admission: { policy: admission } })
    expect(() => create('arc', 'tiny-lfu')).toThrow('cannot tell')
    expect(() => create('lru', 'adapt-size')).toThrow('capacity in bytes')
    expect(() => create('lru', 'tiny-lru')).toThrow('did you mean tiny-lfu')
  })

  it('is empty after clear', () => {
    const store = createStore({ capacityCount: 3, eviction: lru })
    for (let key = 0; key < 3; key++) store.put(entry(key))
    store.clear()
    expect(store.count).toBe(0)
    store.check()
  })
})
