import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LeastTree } from '#core/balance/least-tree.ts'

it('the winner has the least key, of those the highest standing, of those the lowest number; all with its key are counted', () => {
  const change = fc.record({
    at: fc.nat(6),
    key: fc.constantFrom(0, 1, 2, Infinity),
    standing: fc.integer({ min: -2, max: 2 }),
  })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), (changes) => {
      const tree = new LeastTree(7)
      const keys = new Array<number>(7).fill(Infinity)
      const standings = new Array<number>(7).fill(0)
      for (const { at, key, standing } of changes) {
        tree.set(at, key, standing)
        keys[at] = key
        standings[at] = standing
        const least = Math.min(...keys)
        expect(tree.least).toBe(least)
        if (least === Infinity) continue
        const tied = keys.flatMap((own, index) => (own === least ? [index] : []))
        const most = Math.max(...tied.map((index) => standings[index]!))
        expect(tree.leastCount).toBe(tied.length)
        expect(tree.winner).toBe(tied.find((index) => standings[index] === most))
      }
    }),
  )
})
