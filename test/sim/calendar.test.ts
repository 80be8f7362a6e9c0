import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp } from '#core/math/exp.ts'
import { log } from '#core/math/log.ts'
import { type Random, stream } from '#core/random.ts'
import { Calendar } from '#sim/calendar.ts'

/** What the calendar is compared with: nothing but a list, searched by halves. */
class SortedList {
  private readonly items: { at: number; id: number }[] = []

  get length(): number {
    return this.items.length
  }

  /** After all that are not later: equal times keep their order. */
  add(at: number, id: number): void {
    let low = 0
    let high = this.items.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.items[middle]!.at <= at) low = middle + 1
      else high = middle
    }
    this.items.splice(low, 0, { at, id })
  }

  remove(id: number): boolean {
    const index = this.items.findIndex((item) => item.id === id)
    if (index >= 0) this.items.splice(index, 1)
    return index >= 0
  }

  shift(): { at: number; id: number } | undefined {
    return this.items.shift()
  }
}

/** Times from now to an event, by pattern. */
const mixes = {
  exponential: (random: Random) => () => -log(random()),
  ties: (random: Random) => () => Math.floor(random() * 4),
  'one time': () => () => 0,
  'one ulp apart': (random: Random) => () =>
    random() < 0.5 ? 1 : 1 + Number.EPSILON * Math.floor(random() * 4),
  'far future': (random: Random) => () => (random() < 0.5 ? random() : 1e15 * random()),
  'heavy tail': (random: Random) => () => exp(-2 * log(random())) * 1e-6,
  'no end': (random: Random) => () => (random() < 0.1 ? Number.POSITIVE_INFINITY : random()),
  bursts: (random: Random) => () => Math.floor(random() * 10) * 100 + random() * 1e-9,
  'cancel-heavy': (random: Random) => () => (random() < 0.8 ? 30_000 * random() : random()),
} as const

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

  it.each(Object.keys(mixes) as (keyof typeof mixes)[])('keeps the order of a sorted list: %s', (name) => {
    const random = stream(7, name)
    const delay = mixes[name](random)
    const calendar = new Calendar()
    const expected = new SortedList()
    const handles: [number, number][] = []
    for (let step = 0; step < 30_000; step++) {
      // Fills up to thousands, drains, and fills again.
      const isFilling = step % 12_000 < 7_000
      if (random() < (isFilling ? 0.7 : 0.3)) {
        const at = calendar.now + delay()
        handles.push([calendar.schedule(at, step % 255, step), step])
        expected.add(at, step)
      } else if (name === 'cancel-heavy' && handles.length > 0) {
        const [handle, id] = handles.splice(Math.floor(random() * handles.length), 1)[0]!
        expect(calendar.cancel(handle)).toBe(expected.remove(id))
      } else {
        const next = expected.shift()
        expect(calendar.next(Number.POSITIVE_INFINITY)).toBe(next !== undefined)
        if (next === undefined) continue
        expect([calendar.now, calendar.subject, calendar.kind]).toEqual([next.at, next.id, next.id % 255])
      }
      expect(calendar.pending).toBe(expected.length)
    }
    for (let next = expected.shift(); next !== undefined; next = expected.shift()) {
      calendar.next(Number.POSITIVE_INFINITY)
      expect(calendar.subject).toBe(next.id)
    }
    expect(calendar.pending).toBe(0)
  })

  it('keeps order among fifty thousand events at one time, each of which schedules another at that time', () => {
    const calendar = new Calendar()
    const count = 50_000
    for (let index = 0; index < count; index++) calendar.schedule(5, 1, index)
    for (let index = 0; index < 2 * count; index++) {
      calendar.next(5)
      if (calendar.subject !== index) expect(calendar.subject).toBe(index)
      if (index < count) calendar.schedule(5, 1, count + index)
    }
    expect(calendar.pending).toBe(0)
  })

  it('forgets cancelled timers long before their time: a million deadlines that were never missed', () => {
    const calendar = new Calendar()
    let held = 0
    for (let index = 0; index < 1_000_000; index++) {
      calendar.schedule(calendar.now + 1, 1, index)
      const deadline = calendar.schedule(calendar.now + 1e9, 1, index)
      calendar.next(Number.POSITIVE_INFINITY)
      calendar.cancel(deadline)
      held = Math.max(held, calendar.held)
    }
    expect(held).toBeLessThan(1_000)
    expect(calendar.next(Number.POSITIVE_INFINITY)).toBe(false)
  })

  it('refuses a time that is no number', () => {
    expect(() => new Calendar().schedule(Number.NaN, 1, 'x')).toThrow(/not in the past/)
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
