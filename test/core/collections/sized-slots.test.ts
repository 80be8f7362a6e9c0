import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SizedSlots } from '#core/collections/sized-slots.ts'

const step = fc.record({
  slot: fc.nat(9),
  list: fc.nat(1),
  size: fc.constantFrom(1, 1, 1, 2, 7),
  isPop: fc.boolean(),
})

it('knows the size of each slot and the sum of each list, whether sizes differ or not', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(10), fc.boolean(), (steps, expected, areUnits) => {
      const sized = new SizedSlots(2, expected)
      const held = new Map<number, { list: number; size: number }>()
      for (const { slot, list, size, isPop } of steps) {
        const one = held.get(slot)
        if (isPop) held.delete(sized.popBack(list))
        else if (one === undefined) {
          sized.pushFront(list, slot, areUnits ? 1 : size)
          held.set(slot, { list, size: areUnits ? 1 : size })
        } else if (size === 7) {
          sized.remove(slot)
          held.delete(slot)
        } else {
          sized.moveToFront(list, slot)
          held.set(slot, { list, size: one.size })
        }
        const totals = [0, 0]
        for (const { list, size } of held.values()) totals[list]! += size
        expect([...sized.totals]).toEqual(totals)
        for (const [slot, { size }] of held) expect(sized.sizeOf(slot)).toBe(size)
      }
    }),
  )
})
