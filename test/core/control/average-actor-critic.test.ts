import { expect, it } from 'vitest'
import { learnTwoPlaces } from './two-state.ts'

const choice = { policy: 'average-actor-critic', tiles: 1, actorStep: 0.1 }

it('pays a price now for what comes later: it goes to the better place and stays', () => {
  const { goes, place } = learnTwoPlaces(choice)
  expect(goes(0)).toBeGreaterThan(0.9)
  expect(goes(1)).toBeLessThan(0.1)
  expect(place).toBe(1)
})

it('its average is the reward a period of what it does', () => {
  const { control } = learnTwoPlaces(choice, 60_000)
  const average = control.save().parts.find(({ name }) => name === 'average')!.values[0]!
  expect(average).toBeGreaterThan(0.9)
  expect(average).toBeLessThan(1.05)
})

it('nothing is learned from the reward after an interruption', () => {
  const { control } = learnTwoPlaces(choice, 100)
  control.interrupt()
  const before = control.save()
  control.decide([0], 1e6, 0)
  expect(control.save()).toEqual(before)
})

it('surprise is delta: the first reward, when nothing is expected yet', () => {
  const { control } = learnTwoPlaces(choice, 0)
  control.decide([0], 77, 0)
  expect(control.surprise).toBe(0)
  control.decide([0], 3, 1)
  expect(control.surprise).toBe(3)
})
