import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'

const take = (random: () => number, count: number) => Array.from({ length: count }, random)

describe('random streams', () => {
  it('repeat for the same seed, name and replication', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.nat(100), (seed, name, replication) => {
        expect(take(stream(seed, name, replication), 5)).toEqual(take(stream(seed, name, replication), 5))
      }),
      { seed: 1 },
    )
  })

  it('differ when seed, name or replication differ', () => {
    const first = stream(1, 'workload.page')()
    expect(stream(2, 'workload.page')()).not.toBe(first)
    expect(stream(1, 'workload.think')()).not.toBe(first)
    expect(stream(1, 'workload.page', 1)()).not.toBe(first)
    expect(stream(1, 'a/1', 2)()).not.toBe(stream(1, 'a', 1)())
  })

  it('lie strictly between 0 and 1, uniformly', () => {
    const draws = take(stream(1, 'uniform'), 100_000)
    const tenths = new Array<number>(10).fill(0)
    expect(draws.every((u) => u > 0 && u < 1)).toBe(true)
    for (const u of draws) {
      tenths[Math.floor(u * 10)]!++
    }
    // Chi-square with 9 degrees of freedom: 27.9 is its 99.9 % point.
    const chiSquare = tenths.reduce((sum, seen) => sum + (seen - 10_000) ** 2 / 10_000, 0)
    expect(chiSquare).toBeLessThan(27.9)
  })

  it('are those that were written down: Alea, pinned', () => {
    expect(take(stream(1, 'workload.page'), 3)).toEqual([
      0.10264429217204452, 0.5029961944092065, 0.24707983736880124,
    ])
  })
})
