import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SizedQueue } from '#core/collections/sized-queue.ts'

const step = fc.record({
  slot: fc.nat(40),
  size: fc.constantFrom(1, 1, 1, 3),
  what: fc.constantFrom('push', 'push', 'shift', 'remove', 'remove'),
})

it.each([1, 64])('does what a plain list of slots does, begun with room for %i', (slots) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const queue = new SizedQueue(slots)
      let plain: { slot: number; size: number }[] = []
      for (const { slot, size, what } of steps) {
        const held = plain.find((one) => one.slot === slot)
        if (what === 'push' && held === undefined) {
          queue.push(slot, size)
          plain.push({ slot, size })
        } else if (what === 'remove' && held !== undefined) {
          queue.remove(slot)
          plain = plain.filter((one) => one !== held)
        } else if (what === 'shift' && plain.length > 0) {
          const oldest = queue.oldest()
          expect(oldest).toBe(plain[0]!.slot)
          queue.shift(oldest)
          plain.shift()
        }
        expect(queue.count).toBe(plain.length)
        expect(queue.size).toBe(plain.reduce((sum, one) => sum + one.size, 0))
        for (const one of plain) expect(queue.sizeOf(one.slot)).toBe(one.size)
        expect(queue.oldest()).toBe(plain[0]?.slot ?? -1)
      }
    }),
    { numRuns: 200 },
  )
})

it('needs no more room for many that come and go behind an old one', () => {
  const queue = new SizedQueue(4)
  queue.push(0, 1)
  for (let round = 0; round < 10_000; round++) {
    queue.push(1 + (round % 3), 1)
    queue.remove(1 + (round % 3))
  }
  expect(queue.oldest()).toBe(0)
  expect(queue.count).toBe(1)
})
