import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stackDistance } from '#core/cache/sizing/stack-distance.ts'

describe('stack distances', () => {
  it('are those of a list in order of last use', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 100 }), (keys) => {
        const stack = stackDistance()
        let order: number[] = []
        for (const key of keys) {
          const depth = order.indexOf(key)
          const size = order.slice(0, depth + 1).reduce((sum, one) => sum + 1 + one, 0)
          expect(stack.distance(key, 1 + key)).toBe(depth < 0 ? Infinity : size)
          order = [key, ...order.filter((one) => one !== key)]
        }
        expect(stack.keys).toBe(order.length)
      }),
    )
  })

  it('stay right when time runs out, with few keys and with many', () => {
    const stack = stackDistance()
    for (let i = 0; i < 5000; i++) {
      const distance = stack.distance(i % 10, 1)
      if (i >= 10) expect(distance).toBe(10)
    }
    for (let key = 100; key < 3100; key++) stack.distance(key, 1)
    expect(stack.distance(100, 1)).toBe(3000)
    expect(stack.distance(9, 1)).toBe(3001)
  })
})
