import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlotRing } from '#core/collections/slot-ring.ts'

const step = fc.record({
  slot: fc.nat(12),
  what: fc.constantFrom('pushFront', 'moveToFront', 'moveToFront', 'remove', 'popBack'),
})

it('keeps what a plain array keeps, and grows with the slots it meets', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), fc.nat(13), (steps, expected) => {
      const ring = new SlotRing(expected)
      let list: number[] = []
      for (const { slot, what } of steps) {
        if (what === 'popBack') expect(ring.popBack()).toBe(list.pop() ?? -1)
        else if ((what === 'pushFront') !== list.includes(slot)) {
          ring[what](slot)
          list = list.filter((one) => one !== slot)
          if (what !== 'remove') list.unshift(slot)
        }
        expect(ring.back()).toBe(list.at(-1) ?? -1)
        for (const [place, one] of list.entries()) expect(ring.before(one)).toBe(list[place - 1] ?? -1)
      }
    }),
    { numRuns: 400 },
  )
})
