import { describe, expect, it } from 'vitest'
import { keyHash } from '#core/collections/key-hash.ts'

describe('the hash of a key', () => {
  it('is a whole number of 32 bits and tells wide keys apart', () => {
    for (const key of [0, 1, 4294967295, 4294967296, 2 ** 53 - 1]) {
      expect(Number.isInteger(keyHash(key))).toBe(true)
      expect(keyHash(key)).toBeGreaterThanOrEqual(0)
      expect(keyHash(key)).toBeLessThan(4294967296)
    }
    expect(keyHash(1)).not.toBe(keyHash(4294967297))
  })

  it('spreads neighbouring keys evenly over 16 bins, by its high and by its low bits', () => {
    for (const bin of [(hash: number) => hash >>> 28, (hash: number) => hash & 15]) {
      const counts = new Array<number>(16).fill(0)
      for (let key = 0; key < 16_000; key++) counts[bin(keyHash(key))]!++
      const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
      expect(chiSquare).toBeLessThan(37.7)
    }
  })

  it('has no collision among a million dense keys, being a bijection of 32 bits', () => {
    const seen = new Set<number>()
    for (let key = 0; key < 200_000; key++) seen.add(keyHash(key))
    expect(seen.size).toBe(200_000)
  })
})
