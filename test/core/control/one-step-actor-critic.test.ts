import { expect, it } from 'vitest'
import { learnTwoPlaces } from './two-state.ts'

const partsOf = (policy: string) =>
  learnTwoPlaces({ policy, tiles: 1 }, 100)
    .control.save()
    .parts.map(({ name }) => name)

it('only the rule of the average reward keeps an average in its state', () => {
  expect(partsOf('average-actor-critic')).toEqual(['critic', 'actor', 'average'])
  expect(partsOf('discounted-actor-critic')).toEqual(['critic', 'actor'])
})

it('the two rules learn differently from the same places', () => {
  const weights = ['average-actor-critic', 'discounted-actor-critic'].map(
    (policy) => learnTwoPlaces({ policy, tiles: 1 }, 500).control.save().parts[0]!.values,
  )
  expect(weights[0]).not.toEqual(weights[1])
})
