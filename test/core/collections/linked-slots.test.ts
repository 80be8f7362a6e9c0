import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LinkedSlots } from '#core/collections/linked-slots.ts'

const step = fc.record({
  slot: fc.nat(12),
  list: fc.nat(2),
  anchor: fc.nat(12),
  what: fc.constantFrom(
    'pushFront',
    'pushBack',
    'moveToFront',
    'moveToBack',
    'remove',
    'popFront',
    'popBack',
    'insertBefore',
  ),
})

it('keeps what plain arrays keep, and grows with the slots it meets', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), fc.nat(13), (steps, expected) => {
      const linked = new LinkedSlots(3, expected)
      const lists: number[][] = [[], [], []]
      const home = (slot: number) => lists.findIndex((list) => list.includes(slot))
      for (const { slot, list, anchor, what } of steps) {
        const from = home(slot)
        const isNew = what === 'pushFront' || what === 'pushBack' || what === 'insertBefore'
        const at = isNew && what === 'insertBefore' ? lists[list]!.indexOf(anchor) : -1
        if (what === 'popFront') expect(linked.popFront(list)).toBe(lists[list]!.shift() ?? -1)
        else if (what === 'popBack') expect(linked.popBack(list)).toBe(lists[list]!.pop() ?? -1)
        else if (isNew === from < 0) {
          if (what === 'insertBefore') linked.insertBefore(list, at < 0 ? -1 : anchor, slot)
          else if (what === 'remove') linked.remove(slot)
          else linked[what](list, slot)
          if (from >= 0) lists[from] = lists[from]!.filter((one) => one !== slot)
          if (what === 'pushFront' || what === 'moveToFront') lists[list]!.unshift(slot)
          else if (what === 'insertBefore' && at >= 0) lists[list]!.splice(at, 0, slot)
          else if (what !== 'remove') lists[list]!.push(slot)
        }
        expect([...linked.lengths]).toEqual(lists.map(({ length }) => length))
      }
      for (const [number, list] of lists.entries()) {
        expect(linked.front(number)).toBe(list[0] ?? -1)
        expect(linked.back(number)).toBe(list.at(-1) ?? -1)
        for (const [place, slot] of list.entries()) {
          expect(linked.listOf(slot)).toBe(number)
          expect(linked.before(slot)).toBe(list[place - 1] ?? -1)
          expect(linked.after(slot)).toBe(list[place + 1] ?? -1)
        }
      }
      for (let slot = 0; slot < 15; slot++) expect(linked.listOf(slot)).toBe(home(slot))
    }),
    { numRuns: 400 },
  )
})
