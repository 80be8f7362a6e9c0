import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Calendar } from '#sim/calendar.ts'

describe('a calendar', () => {
  it('gives events in the order of a stably sorted list, whatever is cancelled', () => {
    const time = fc.oneof(
      fc.nat(5),
      fc.double({ min: 0, max: 1e-9, noNaN: true }),
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.constant(1 + Number.EPSILON),
    )
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: time, isCancelled: fc.boolean(), takes: fc.nat(2) }), { maxLength: 120 }),
        (steps) => {
          const calendar = new Calendar()
          const expected: { at: number; id: number }[] = []
          const taken: number[] = []
          const order: number[] = []
          const takeOne = () => {
            expected.sort((a, b) => a.at - b.at || a.id - b.id)
            const next = expected.shift()
            if (next !== undefined) order.push(next.id)
            if (calendar.next(Number.POSITIVE_INFINITY)) taken.push(calendar.subject as number)
          }
          steps.forEach(({ at, isCancelled, takes }, id) => {
            const when = calendar.now + at
            const handle = calendar.schedule(when, 1, id)
            if (isCancelled) expect(calendar.cancel(handle)).toBe(true)
            else expected.push({ at: when, id })
            expect(calendar.cancel(isCancelled ? handle : -1)).toBe(false)
            for (let take = 0; take < takes; take++) takeOne()
          })
          while (expected.length > 0 || calendar.pending > 0) takeOne()
          expect(taken).toEqual(order)
        },
      ),
    )
  })

  it('does not cancel a later event by the handle of a past one', () => {
    const calendar = new Calendar()
    const past = calendar.schedule(1, 1, 'past')
    calendar.next(10)
    calendar.schedule(2, 1, 'later')
    expect(calendar.cancel(past)).toBe(false)
    expect(calendar.next(10)).toBe(true)
    expect(calendar.subject).toBe('later')
  })

  it('stops at the time it is given and takes the clock there', () => {
    const calendar = new Calendar()
    calendar.schedule(5, 1, 'a')
    expect(calendar.next(4)).toBe(false)
    expect(calendar.now).toBe(4)
    expect(() => calendar.schedule(3, 1, 'too late')).toThrow(/not in the past/)
  })
})
