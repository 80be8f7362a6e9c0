import { describe, expect, it } from 'vitest'
import { sampler } from '#core/model/distribution.ts'
import { laplace, moments, squaredVariation } from '#core/model/moments.ts'
import { stream } from '#core/random.ts'
import type { Distribution } from '#core/scenario.ts'

const mean20 = { meanMs: 20, cv: 1 }
const light: Distribution[] = [
  { shape: 'constant', ...mean20 },
  { shape: 'exponential', ...mean20 },
  { shape: 'lognormal', meanMs: 20, cv: 0.4 },
  { shape: 'erlang', meanMs: 20, cv: 0.5 },
  { shape: 'hyperexponential', meanMs: 20, cv: 2 },
  { shape: 'hyperexponential', meanMs: 20, cv: 1, p: 0.7 },
  { shape: 'pareto', ...mean20, alpha: 12 },
  { shape: 'bounded-pareto', meanMs: 0, cv: 1, alpha: 1.5, lowMs: 2, highMs: 60 },
  { shape: 'bounded-pareto', meanMs: 0, cv: 1, alpha: 2, lowMs: 2, highMs: 60 },
  { shape: 'weibull', ...mean20, k: 1.5 },
  { shape: 'uniform', meanMs: 0, cv: 1, lowMs: 5, highMs: 35 },
  { shape: 'empirical', meanMs: 0, cv: 1, values: [1, 10, 50], weights: [1, 2, 1] },
]
const name = ({ shape, ...rest }: Distribution) => `${shape} ${JSON.stringify(rest)}`

describe('moments', () => {
  it.each(light.map((d) => [name(d), d] as const))('of %s are those of its draws', (_, d) => {
    const draw = sampler({ ...d, meanMs: moments(d).mean }, stream(1, 'moments'))
    const sums = [0, 0, 0]
    const count = 400_000
    for (let i = 0; i < count; i++) {
      const x = draw()
      sums[0]! += x / count
      sums[1]! += (x * x) / count
      sums[2]! += (x * x * x) / count
    }
    const { mean, second, third } = moments(d)
    expect(sums[0]! / mean).toBeCloseTo(1, 1.8)
    expect(Math.abs(sums[1]! / second - 1)).toBeLessThan(0.02)
    expect(Math.abs(sums[2]! / third - 1)).toBeLessThan(0.08)
  })

  it('are infinite beyond the tail index of a Pareto distribution', () => {
    const pareto = (alpha: number): Distribution => ({ shape: 'pareto', meanMs: 1, cv: 1, alpha })
    expect(moments(pareto(2.5)).second).toBeCloseTo(1.8, 12)
    expect(moments(pareto(2.5)).third).toBe(Infinity)
    expect(moments(pareto(2)).second).toBe(Infinity)
  })

  it('of the bounded Pareto distribution agree with the worked example: mean 6.62108 for alpha 1.1 from 1 to 10,000', () => {
    const d: Distribution = { shape: 'bounded-pareto', meanMs: 0, cv: 1, alpha: 1.1, lowMs: 1, highMs: 1e4 }
    expect(moments(d).mean).toBeCloseTo(6.62108471404, 10)
  })

  it('give the squared variation', () => {
    expect(squaredVariation({ shape: 'exponential', meanMs: 7, cv: 0 })).toBeCloseTo(1, 12)
    expect(squaredVariation({ shape: 'hyperexponential', meanMs: 7, cv: 3 })).toBeCloseTo(9, 10)
    expect(squaredVariation({ shape: 'constant', meanMs: 0, cv: 0 })).toBe(0)
  })
})

describe('Laplace transforms', () => {
  it('are the mean of e^(-s X)', () => {
    for (const d of light) {
      const whole = { ...d, meanMs: moments(d).mean }
      const found = laplace(whole, 0.03)
      if (found === undefined) continue
      const draw = sampler(whole, stream(2, 'laplace'))
      let sum = 0
      for (let i = 0; i < 100_000; i++) sum += Math.exp(-0.03 * draw())
      expect(found, name(d)).toBeCloseTo(sum / 100_000, 2)
      expect(laplace(whole, 0)).toBe(1)
    }
  })
})
