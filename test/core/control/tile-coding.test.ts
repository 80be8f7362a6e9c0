import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tileCoding } from '#core/control/tile-coding.ts'

const features = [
  { name: 'a', low: -1, high: 3 },
  { name: 'b', low: 0, high: 1 },
]
const activeOf = (coding: ReturnType<typeof tileCoding>, observation: readonly number[]) => {
  const out = new Int32Array(coding.tilings)
  coding.active(observation, out)
  return Array.from(out)
}

it('activates one tile of each grid, each inside its own part of the weights', () => {
  const coding = tileCoding(features, { tilings: 4, tiles: 3 })
  const each = coding.size / 4
  expect(coding.size).toBe(4 * 4 * 4)
  fc.assert(
    fc.property(fc.double(), fc.double(), (a, b) => {
      const tiles = activeOf(coding, [a, b])
      expect(tiles.map((tile) => Math.floor(tile / each))).toEqual([0, 1, 2, 3])
    }),
  )
})

it('near observations share more tiles than far ones', () => {
  const coding = tileCoding([features[0]!], { tilings: 8, tiles: 4 })
  const shared = (x: number) =>
    activeOf(coding, [x]).filter((tile, index) => tile === activeOf(coding, [0])[index]).length
  const overlap = [0, 0.125, 0.25, 0.5, 0.75, 1].map(shared)
  expect(overlap).toEqual([8, 7, 6, 4, 2, 0])
})

it('outside its range a feature counts as at the end, and no number as low', () => {
  const coding = tileCoding(features, { tilings: 4, tiles: 3 })
  expect(activeOf(coding, [9, 9])).toEqual(activeOf(coding, [3, 1]))
  expect(activeOf(coding, [Number.NaN, -9])).toEqual(activeOf(coding, [-1, 0]))
})

it('too many weights and an empty range are refused', () => {
  const six = Array.from({ length: 6 }, () => features[0]!)
  expect(() => tileCoding(six, { tilings: 8, tiles: 8 })).toThrow('4251528 weights')
  expect(() => tileCoding([{ name: 'x', low: 1, high: 1 }], { tilings: 1, tiles: 1 })).toThrow('feature x')
})
