import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FenwickTree } from '#core/collections/fenwick-tree.ts'

it('prefix sums are those of an array', () => {
  const change = fc.tuple(fc.nat(36), fc.integer({ min: -9, max: 9 }))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const tree = new FenwickTree(37)
      const plain = new Array<number>(37).fill(0)
      for (const [index, value] of changes) {
        tree.add(index, value)
        plain[index]! += value
      }
      for (let end = 0; end <= 37; end++)
        expect(tree.sum(end)).toBe(plain.slice(0, end).reduce((sum, value) => sum + value, 0))
    }),
  )
})
