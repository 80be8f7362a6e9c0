import { expect, it } from 'vitest'
import { createActor } from '#core/control/actor.ts'
import { choices, contextOf, threads } from '../../contract/control.ts'

it('is a softmax over choices and a Gaussian over a number', () => {
  const tile = Int32Array.of(0)
  expect(createActor(contextOf(choices), 3).tendency(tile)).toEqual([0.25, 0.25, 0.25, 0.25])
  const [mean, deviation] = createActor(contextOf(threads), 3).tendency(tile)
  expect(mean).toBe(5)
  expect(deviation).toBeCloseTo(2, 9)
})
