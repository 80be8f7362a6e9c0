import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from '#sim/event-queue.ts'

describe('the queue of nearest events', () => {
  it('gives slots by time and then by order, whether few or many', () => {
    const step = fc.record({ at: fc.nat(6), takes: fc.nat(2) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.boolean(), (steps, drains) => {
        const queue = new EventQueue()
        const expected: { at: number; slot: number }[] = []
        const take = () => {
          expected.sort((a, b) => a.at - b.at || a.slot - b.slot)
          const next = expected.shift()!
          expect(queue.firstTime).toBe(next.at)
          expect(queue.shift()).toBe(next.slot)
        }
        for (const [slot, { at, takes }] of steps.entries()) {
          queue.push(at, slot, slot)
          expected.push({ at, slot })
          if (drains) for (let left = takes; left > 0 && expected.length > 0; left--) take()
        }
        while (expected.length > 0) take()
        expect(queue.length).toBe(0)
      }),
    )
  })
})
