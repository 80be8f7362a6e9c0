import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { erlangStages, sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { Distribution } from '#core/scenario.ts'

function moments(d: Distribution, count = 200_000) {
  const draw = sampler(d, stream(1, `test.${d.shape}.${d.cv}`))
  let sum = 0
  let squares = 0
  for (let i = 0; i < count; i++) {
    const x = draw()
    sum += x
    squares += x * x
  }
  const mean = sum / count
  return { mean, cv: Math.sqrt(squares / count - mean * mean) / mean }
}

describe('distributions', () => {
  it('a constant always gives its mean', () => {
    const draw = sampler({ shape: 'constant', meanMs: 7, cv: 1 }, stream(1, 'constant'))
    expect([draw(), draw(), draw()]).toEqual([7, 7, 7])
  })

  it('a mean of zero gives zero, whatever the shape', () => {
    for (const shape of ['constant', 'exponential', 'lognormal', 'erlang'] as const)
      expect(sampler({ shape, meanMs: 0, cv: 0.5 }, stream(1, shape))()).toBe(0)
  })

  for (const [shape, cv] of [
    ['exponential', 1],
    ['lognormal', 0.3],
    ['lognormal', 1],
    ['erlang', 1],
    ['erlang', 0.5],
    ['erlang', 0.1],
  ] as const) {
    it(`${shape} with variation ${cv} keeps mean and variation`, () => {
      const found = moments({ shape, meanMs: 20, cv })
      // Five standard errors of the mean.
      expect(Math.abs(found.mean - 20)).toBeLessThan((5 * 20 * cv) / Math.sqrt(200_000))
      expect(found.cv / cv).toBeGreaterThan(0.97)
      expect(found.cv / cv).toBeLessThan(1.03)
    })
  }

  it('the exponential has its quantiles', () => {
    const draw = sampler({ shape: 'exponential', meanMs: 1, cv: 1 }, stream(2, 'quantiles'))
    const draws = Array.from({ length: 100_000 }, draw).sort((a, b) => a - b)
    for (const p of [0.1, 0.5, 0.9, 0.99])
      expect(draws[Math.floor(p * draws.length)]! / -Math.log(1 - p)).toBeCloseTo(1, 1)
  })

  it('stages of the Erlang distribution follow 1 / cv^2', () => {
    expect(erlangStages(1)).toBe(1)
    expect(erlangStages(0.5)).toBe(4)
    expect(erlangStages(0.1)).toBe(100)
  })

  it('is never negative and always finite', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('constant' as const, 'exponential' as const, 'lognormal' as const, 'erlang' as const),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.nat(),
        (shape, meanMs, cv, seed) => {
          const value = sampler({ shape, meanMs, cv }, stream(seed, 'any'))()
          expect(Number.isFinite(value) && value >= 0).toBe(true)
        },
      ),
      { seed: 1 },
    )
  })
})
