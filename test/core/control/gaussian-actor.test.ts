import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gaussianActor, gaussianGradient } from '#core/control/gaussian-actor.ts'
import { stream } from '#core/random.ts'

const logDensity = (mean: number, logDeviation: number, action: number) =>
  -logDeviation - (action - mean) ** 2 / (2 * Math.exp(2 * logDeviation))

describe('the gradient', () => {
  it('is the slope of the logarithm of the density', () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(value, fc.double({ min: -1, max: 1, noNaN: true }), value, (mean, logDeviation, action) => {
        const { ofMean, ofLogDeviation } = gaussianGradient({
          mean,
          deviation: Math.exp(logDeviation),
          action,
        })
        const h = 1e-5
        const slope = (f: (x: number) => number) => (f(h) - f(-h)) / (2 * h)
        expect(ofMean).toBeCloseTo(
          slope((x) => logDensity(mean + x, logDeviation, action)),
          4,
        )
        expect(ofLogDeviation).toBeCloseTo(
          slope((x) => logDensity(mean, logDeviation + x, action)),
          4,
        )
      }),
    )
  })
})

describe('the actor', () => {
  const create = () => gaussianActor({ low: 10, high: 30, size: 2, random: stream(2, 'gauss') })
  const tile = Int32Array.of(0)

  it('begins in the middle of the range with a quarter of it as deviation', () => {
    expect(create().tendency(tile)).toEqual([20, expect.closeTo(5, 9)])
  })

  it('draws with its mean and deviation, and never outside the range', () => {
    const actor = create()
    const draws = Array.from({ length: 20_000 }, () => actor.choose(tile))
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...draws)).toBeLessThanOrEqual(30)
    expect(draws.reduce((a, b) => a + b) / draws.length).toBeCloseTo(20, 0)
  })

  it('moves toward what was rewarded and becomes surer of it, at that tile only', () => {
    const actor = create()
    let expected = -1
    for (let period = 0; period < 4000; period++) {
      const reward = -Math.abs(actor.choose(tile) - 26) / 10
      actor.remember(0)
      actor.learn(0.01 * (reward - expected))
      expected += 0.05 * (reward - expected)
    }
    const [mean, deviation] = actor.tendency(tile)
    expect(mean).toBeGreaterThan(24)
    expect(mean).toBeLessThan(28)
    expect(deviation).toBeLessThan(3)
    expect(actor.tendency(Int32Array.of(1))[0]).toBe(20)
  })
})
