import fc from 'fast-check'
import { expect, it } from 'vitest'
import { softmaxActor } from '#core/control/softmax-actor.ts'
import { stream } from '#core/random.ts'

const tiles = Int32Array.of(0, 2)
const create = (weights: readonly number[] = []) => {
  const actor = softmaxActor({ choices: 3, size: 4, random: stream(1, 'softmax') })
  actor.weights.set(weights)
  return actor
}
const twelve = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 12, maxLength: 12 })

it('its gradient is the slope of the logarithm of the probability', () => {
  fc.assert(
    fc.property(twelve, (weights) => {
      const actor = create(weights)
      const chosen = actor.choose(tiles)
      actor.remember(0)
      actor.learn(1)
      const h = 1e-5
      for (let index = 0; index < 12; index++) {
        const at = (x: number) =>
          Math.log(create(weights.map((w, i) => (i === index ? w + x : w))).tendency(tiles)[chosen]!)
        expect(actor.weights[index]! - weights[index]!).toBeCloseTo((at(h) - at(-h)) / (2 * h), 4)
      }
    }),
    { numRuns: 50 },
  )
})

it('chooses as often as it tells', () => {
  const actor = create([1, 0, 0, 0, 0, 0, 0.5])
  const told = actor.tendency(tiles)
  const counts = [0, 0, 0]
  for (let draw = 0; draw < 30_000; draw++) counts[actor.choose(tiles)]!++
  for (const [choice, count] of counts.entries()) expect(count / 30_000).toBeCloseTo(told[choice]!, 1.8)
})

it('huge preferences neither overflow nor lose the sum', () => {
  const told = create([800, 0, 0, 0, -800]).tendency(tiles)
  expect(told.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  expect(told[0]).toBe(1)
})
