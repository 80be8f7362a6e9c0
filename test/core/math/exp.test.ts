import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp, expRemainder } from '#core/math/exp.ts'
import { expectNearDecimals } from './decimals.ts'
import { expectEqualAtEnds, expectNear, exponents } from './ulps.ts'

describe('core/math/exp', () => {
  it('is within 1 ulp of Math.exp over its domain', () => {
    expectNear(exp, Math.exp, { domain: exponents })
  })

  it('equals Math.exp at zeros, infinities and NaN', () => {
    expectEqualAtEnds(exp, Math.exp)
  })

  it('is infinite or 0 out of range, and a number for every number', () => {
    expect([exp(710), exp(-746)]).toEqual([Infinity, 0])
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        expect(Number.isNaN(exp(x))).toBe(false)
      }),
      { seed: 4 },
    )
  })

  it('is within 1 ulp of 60-digit decimals', () => {
    expectNearDecimals(exp, 'exp')
  })

  it('its remainder c gives e^r as 1 + r + r c / (2 - c)', () => {
    for (const r of [-0.34, -0.1, 0.1, 0.34]) {
      const c = expRemainder(r)
      expect(1 + r + (r * c) / (2 - c)).toBeCloseTo(Math.exp(r), 15)
    }
  })
})
