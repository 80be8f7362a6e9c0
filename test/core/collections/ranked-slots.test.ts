import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RankedSlots } from '#core/collections/ranked-slots.ts'

it('the first slot is that of the lowest rank, then of the lowest order, after any changes', () => {
  const step = fc.tuple(fc.nat(20), fc.nat(5), fc.nat(3))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const ranked = new RankedSlots(2)
      const model = new Map<number, [number, number]>()
      for (const [index, [slot, rank, kind]] of steps.entries()) {
        if (!model.has(slot)) ranked.add(slot, rank, -index)
        else if (kind === 0) ranked.remove(slot)
        else ranked.change(slot, rank, -index)
        if (model.has(slot) && kind === 0) model.delete(slot)
        else model.set(slot, [rank, -index])
        const sorted = [...model].toSorted(([, a], [, b]) => a[0] - b[0] || a[1] - b[1])
        expect(ranked.first()).toBe(sorted[0]?.[0] ?? -1)
        expect(ranked.count).toBe(model.size)
        if (model.size > 0) expect(ranked.rankOf(ranked.first())).toBe(sorted[0]![1][0])
      }
      expect([...ranked.members()].toSorted((a, b) => a - b)).toEqual(
        [...model.keys()].toSorted((a, b) => a - b),
      )
      const left = [...model].toSorted(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]).map(([slot]) => slot)
      expect([...left, -1].map(() => ranked.popFirst())).toEqual([...left, -1])
      expect(ranked.count).toBe(0)
    }),
  )
})
