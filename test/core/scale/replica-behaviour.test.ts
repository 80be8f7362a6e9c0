import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Direction, replicaBehaviour } from '#core/scale/replica-behaviour.ts'

const free: Direction = { windowMs: 0, countMax: 1000, ratioMax: 0, periodMs: 1000 }

it('a rising window takes the lowest recommendation, so that a short peak changes nothing', () => {
  const behaviour = replicaBehaviour({ up: { ...free, windowMs: 60_000 }, down: free })
  expect(behaviour.limit(2, 2, 0)).toBe(2)
  expect(behaviour.limit(2, 9, 30_000)).toBe(2)
  expect(behaviour.limit(2, 9, 61_000)).toBe(9)
})

it('falls by at most the larger allowance of a period', () => {
  const behaviour = replicaBehaviour({
    up: free,
    down: { ...free, countMax: 2, ratioMax: 0.1, periodMs: 60_000 },
  })
  expect(behaviour.limit(50, 1, 0)).toBe(45)
  expect(behaviour.limit(45, 1, 30_000)).toBe(45)
  expect(behaviour.limit(45, 1, 60_000)).toBe(40)
  expect(replicaBehaviour({ up: free, down: { ...free, countMax: 2, ratioMax: 0.1 } }).limit(10, 1, 0)).toBe(
    8,
  )
})

it('both allowances at 0 hold a direction still', () => {
  const still: Direction = { ...free, countMax: 0 }
  const behaviour = replicaBehaviour({ up: still, down: still })
  expect([behaviour.limit(5, 9, 0), behaviour.limit(5, 1, 1)]).toEqual([5, 5])
})

it('never goes beyond what some recommendation of the window asks for', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }), (wishes) => {
      const behaviour = replicaBehaviour({
        up: { ...free, windowMs: 45_000 },
        down: { ...free, windowMs: 90_000 },
      })
      let current = 10
      for (const [sync, wish] of wishes.entries()) {
        const next = behaviour.limit(current, wish, 15_000 * sync)
        const last = (ms: number) => wishes.slice(Math.max(0, sync - ms / 15_000), sync + 1)
        const highest = Math.max(...last(90_000))
        const lowest = Math.min(...last(45_000))
        expect(next).toBe(Math.min(highest, Math.max(lowest, current)))
        current = next
      }
    }),
  )
})
