import fc from 'fast-check'
import { expect, it } from 'vitest'
import { replayPolicies, replayTrace } from '#core/cache/replay-trace.ts'

/** The fewest misses of all possible decisions. */
function fewestMisses(keys: readonly number[], capacity: number): number {
  const known = new Map<string, number>()
  function from(at: number, held: readonly number[]): number {
    if (at === keys.length) return 0
    const key = keys[at]!
    if (held.includes(key)) return from(at + 1, held)
    const state = `${at}:${held.toSorted((a, b) => a - b)}`
    const found = known.get(state)
    if (found !== undefined) return found
    const rooms = held.length < capacity ? [held] : held.map((out) => held.filter((one) => one !== out))
    const least = 1 + Math.min(...rooms.map((rest) => from(at + 1, [...rest, key])))
    known.set(state, least)
    return least
  }
  return from(0, [])
}

const trace = fc.array(fc.nat(6), { minLength: 1, maxLength: 24 })
const capacity = fc.integer({ min: 1, max: 4 })

it('has as few misses as any decisions can have', () => {
  fc.assert(
    fc.property(trace, capacity, (keys, capacity) => {
      const result = replayTrace({ keys: Uint32Array.from(keys) }, { policy: { policy: 'belady' }, capacity })
      expect(result.misses).toBe(fewestMisses(keys, capacity))
    }),
    { numRuns: 200 },
  )
})

it('is never beaten by another policy when all entries have one size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(30), { maxLength: 300 }),
      fc.integer({ min: 1, max: 20 }),
      (keys, capacity) => {
        const misses = (policy: string) =>
          replayTrace({ keys: Uint32Array.from(keys) }, { policy: { policy }, capacity }).misses
        const least = misses('belady')
        for (const { name } of replayPolicies.filter(({ name }) => name !== 'belady-size'))
          expect(misses(name)).toBeGreaterThanOrEqual(least)
      },
    ),
    { numRuns: 20 },
  )
})
