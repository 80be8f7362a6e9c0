import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MinTree } from '#core/collections/min-tree.ts'

describe('the tree of least keys', () => {
  it('knows the least key and who has it, as a scan does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 13 }),
        fc.array(fc.tuple(fc.nat(12), fc.nat(3)), { maxLength: 40 }),
        (size, changes) => {
          const tree = new MinTree(size)
          const keys = new Array<number>(size).fill(0)
          for (const [index, key] of changes) {
            tree.set(index % size, key)
            keys[index % size] = key
            const min = Math.min(...keys)
            const having = keys.flatMap((one, at) => (one === min ? [at] : []))
            expect(tree.min).toBe(min)
            expect(tree.get(index % size)).toBe(key)
            expect(having.map((_, rank) => tree.nthWithMin(rank))).toEqual(having)
            expect(tree.minCount).toBe(having.length)
            for (let from = 0; from < size; from++)
              expect(tree.nextWithMin(from)).toBe(having.find((at) => at >= from) ?? having[0])
          }
        },
      ),
    )
  })
})
