import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Rung } from '#sim/rung.ts'

const cells = () => new Int32Array(2_000)

describe('a rung', () => {
  it('gives lists in the order of their times, each event once', () => {
    const time = fc.double({ min: 0, max: 100, noNaN: true })
    fc.assert(
      fc.property(fc.array(time, { minLength: 2, maxLength: 200 }), (times) => {
        const rung = new Rung()
        const links = cells()
        if (!rung.open(times.length, Math.min(...times), Math.max(...times))) return
        for (const [slot, at] of times.entries()) expect(rung.put(slot, at, links)).toBe(true)
        const taken: number[] = []
        let before = Number.NEGATIVE_INFINITY
        for (let list = rung.take(); list >= 0; list = rung.take()) {
          const group: number[] = []
          for (let slot = list; slot >= 0; slot = links[2 * slot]!) group.push(slot)
          const found = group.map((slot) => times[slot]!)
          expect(Math.min(...found)).toBeGreaterThanOrEqual(before)
          before = Math.max(...found)
          taken.push(...group)
        }
        expect(taken.sort((a, b) => a - b)).toEqual(times.map((_, slot) => slot))
      }),
    )
  })

  it('refuses an event whose bucket was taken, and takes one beyond its end into the last', () => {
    const rung = new Rung()
    const links = cells()
    rung.open(16, 0, 16)
    rung.put(0, 3.5, links)
    expect(rung.take()).toBe(0)
    expect(rung.put(1, 3.6, links)).toBe(false)
    expect(rung.put(2, 1, links)).toBe(false)
    expect(rung.put(3, 1e300, links)).toBe(true)
    expect(rung.take()).toBe(3)
    expect(rung.take()).toBe(-1)
  })

  it.each([
    [5, 5],
    [1, 1 + Number.EPSILON],
    [1e300, 1e300 * (1 + Number.EPSILON)],
    [0, Number.POSITIVE_INFINITY],
    [0, Number.MIN_VALUE],
  ])('does not open between %d and %d: its buckets could not tell times apart', (low, high) => {
    expect(new Rung().open(100, low, high)).toBe(false)
  })
})
