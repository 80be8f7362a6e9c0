import { expect, it } from 'vitest'
import { learnTwoPlaces } from './two-state.ts'

const choice = { policy: 'discounted-actor-critic', tiles: 1, actorStep: 0.1 }

it('pays a price now for what comes later: it goes to the better place and stays', () => {
  const { goes, place } = learnTwoPlaces(choice)
  expect(goes(0)).toBeGreaterThan(0.8)
  expect(goes(1)).toBeLessThan(0.1)
  expect(place).toBe(1)
})

it('a short sight stays where it is: the price now outweighs what comes later', () => {
  const { goes } = learnTwoPlaces({ ...choice, discount: 0, lambda: 0 })
  expect(goes(0)).toBeLessThan(0.1)
})

it('values are discounted sums: 1 / (1 - discount) where it stays', () => {
  const { control } = learnTwoPlaces({ ...choice, discount: 0.5 }, 60_000)
  const critic = control.save().parts.find(({ name }) => name === 'critic')!.values
  // Eight tilings of two tiles; all active tiles of the end of the range are the second ones, but for the first grid.
  const value = Array.from({ length: 8 }, (_, tiling) => critic[2 * tiling + 1]!).reduce((a, b) => a + b)
  expect(value).toBeGreaterThan(1.6)
  expect(value).toBeLessThan(2.2)
})
