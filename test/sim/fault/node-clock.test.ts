import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestMs, nodeClock } from '#sim/fault/node-clock.ts'

const skew = (given: { node?: number; atMs?: number; offsetMs?: number; driftRatio?: number }) => ({
  node: 0,
  atMs: 0,
  offsetMs: 0,
  driftRatio: 0,
  ...given,
})

describe('the clock of a node', () => {
  it('is that of the world where nothing is said of it', () => {
    const world = { now: 5 }
    expect(nodeClock(world, [skew({ node: 1, offsetMs: 3 })], 0)).toBe(world)
  })

  it('is set forward or back and runs fast or slow from a time on', () => {
    const world = { now: 0 }
    const clock = nodeClock(
      world,
      [skew({ atMs: 200, offsetMs: 50 }), skew({ atMs: 100, offsetMs: 10, driftRatio: 0.5 })],
      0,
    )
    const shown = [0, 100, 120, 200, 210].map((now) => {
      world.now = now
      return clock.now
    })
    expect(shown).toEqual([0, 110, 140, 310, 320])
  })

  it('stands still after it was put back until it has caught up; from the start it may simply be behind', () => {
    const world = { now: 0 }
    const clock = nodeClock(world, [skew({ atMs: 100, offsetMs: -30 })], 0)
    const shown = [99, 100, 115, 130, 131].map((now) => {
      world.now = now
      return clock.now
    })
    expect(shown).toEqual([99, 100, 100, 100, 101])
    expect(nodeClock({ now: 0 }, [skew({ offsetMs: -30 })], 0).now).toBe(-30)
  })

  it('never runs backwards, and no time it measures takes longer than the longest', () => {
    const skews = fc.array(
      fc.record({
        node: fc.constant(0),
        atMs: fc.integer({ min: 0, max: 300 }),
        offsetMs: fc.integer({ min: -100, max: 100 }),
        driftRatio: fc.integer({ min: -5, max: 5 }).map((tenths) => tenths / 10),
      }),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(skews, fc.integer({ min: 0, max: 400 }), (given, from) => {
        const world = { now: 0 }
        const clock = nodeClock(world, given, 0)
        let last = clock.now
        let startedAt = 0
        for (world.now = 0; world.now <= 2_000; world.now++) {
          expect(clock.now).toBeGreaterThanOrEqual(last)
          last = clock.now
          if (world.now === from) startedAt = clock.now
          if (world.now >= from && clock.now - startedAt < 50)
            expect(world.now - from).toBeLessThanOrEqual(longestMs(50, given) + 1e-6)
        }
      }),
    )
  })
})
