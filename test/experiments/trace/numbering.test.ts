import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbering } from '#experiments/trace/numbering.ts'

test('numbers as a Map does, whatever the keys', () => {
  // Keys that share their low bits collide in every table size.
  const key = fc.oneof(
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 0, max: 2 ** 20 }).map((n) => n * 2 ** 32),
  )
  fc.assert(
    fc.property(fc.array(key, { maxLength: 3000 }), (keys) => {
      const numbered = numbering()
      const expected = new Map<number, number>()
      for (const one of keys) {
        if (!expected.has(one)) expected.set(one, expected.size)
        expect(numbered.numberOf(one)).toBe(expected.get(one))
      }
      expect([...numbered.keys()]).toEqual([...expected.keys()])
    }),
    { numRuns: 50, seed: 1 },
  )
})

test('many keys', () => {
  const numbered = numbering()
  for (let i = 0; i < 20_000; i++) numbered.numberOf(i * 7919)
  for (let i = 0; i < 20_000; i++) expect(numbered.numberOf(i * 7919)).toBe(i)
})
