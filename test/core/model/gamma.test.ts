import { describe, expect, it } from 'vitest'
import { gamma, harmonic } from '#core/model/gamma.ts'

describe('the gamma function', () => {
  it('is the factorial of one less', () => {
    let factorial = 1
    for (let n = 1; n <= 30; n++) {
      expect(gamma(n) / factorial).toBeCloseTo(1, 12)
      factorial *= n
    }
  })

  it('has its known values between', () => {
    expect(gamma(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 12)
    expect(gamma(1.5)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 12)
    expect(gamma(170) / 4.269068009004703e304).toBeCloseTo(1, 10)
  })
})

describe('harmonic numbers', () => {
  it('are sums of 1/k', () => {
    expect(harmonic(1)).toBe(1)
    expect(harmonic(4)).toBeCloseTo(25 / 12, 14)
  })
})
