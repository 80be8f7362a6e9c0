import { describe, expect, it } from 'vitest'
import { distinctDraw } from '#core/balance/distinct-draw.ts'
import { stream } from '#core/random.ts'

describe('a draw of different items', () => {
  it('repeats none, and has each pair equally often', () => {
    const random = stream(1, 'distinct')
    const drawn = new Int32Array(2)
    const pairs = new Map<string, number>()
    for (let round = 0; round < 12_000; round++) {
      expect(distinctDraw([3, 5, 7, 9], drawn, random)).toBe(2)
      pairs.set(drawn.join(), (pairs.get(drawn.join()) ?? 0) + 1)
    }
    expect(pairs.size).toBe(12)
    for (const count of pairs.values()) expect(Math.abs(count - 1000)).toBeLessThan(130)
  })

  it('takes all when more are wanted than there are, in any order', () => {
    const random = stream(1, 'distinct')
    const drawn = new Int32Array(5)
    const orders = new Set<string>()
    for (let round = 0; round < 200; round++) {
      expect(distinctDraw([3, 5, 7], drawn, random)).toBe(3)
      orders.add(drawn.subarray(0, 3).join())
    }
    expect(orders.size).toBe(6)
  })
})
