import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlotIndex } from '#core/collections/slot-index.ts'

const narrow = fc.nat(30)
/** Keys that share their low words, or lie beyond 32 bits, or below 0. */
const wide = fc.constantFrom(
  0,
  1,
  -1,
  2 ** 32,
  2 ** 32 + 1,
  2 ** 33,
  2 ** 53 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 40 + 1,
)

describe('a slot index', () => {
  it.each([
    ['narrow', narrow],
    ['wide', fc.oneof(narrow, wide)],
  ])('agrees with a Map, %s keys', (_, key) => {
    const step = fc.record({ key, isRelease: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 0, max: 20 }), (steps, expected) => {
        const index = new SlotIndex(expected)
        const map = new Map<number, number>()
        for (const { key, isRelease } of steps) {
          const slot = index.find(key)
          expect(slot).toBe(map.get(key) ?? -1)
          if (slot < 0) map.set(key, index.intern(key))
          else if (isRelease) {
            index.release(slot)
            map.delete(key)
          }
          expect(index.count).toBe(map.size)
        }
        for (const [key, slot] of map) {
          expect(index.find(key)).toBe(slot)
          expect(index.keyOf(slot)).toBe(key)
        }
        expect(new Set(map.values()).size).toBe(map.size)
      }),
      { numRuns: 300 },
    )
  })

  it('gives out slots from 0, and released ones before new ones', () => {
    const index = new SlotIndex(4)
    expect([50, 60, 70].map((key) => index.intern(key))).toEqual([0, 1, 2])
    index.release(1)
    expect(index.intern(80)).toBe(1)
    expect(index.intern(90)).toBe(3)
    expect(index.slots).toBe(4)
  })

  it('holds many more keys than expected', () => {
    const index = new SlotIndex(0)
    for (let key = 0; key < 50_000; key++) index.intern(key * 65_536)
    for (let key = 0; key < 50_000; key++) expect(index.find(key * 65_536)).toBe(key)
  })
})
