import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { log, logPolynomial } from '#core/math/log.ts'
import { expectNearDecimals } from './decimals.ts'
import { expectEqualAtEnds, expectNear, positive } from './ulps.ts'

describe('core/math/log', () => {
  it('is within 1 ulp of Math.log over its domain', () => {
    expectNear(log, Math.log, { domain: positive })
  })

  it('equals Math.log at zeros, infinities and NaN', () => {
    expectEqualAtEnds(log, Math.log)
  })

  it('is 0 at 1 and no number below 0', () => {
    expect([log(1), log(-1)]).toEqual([0, NaN])
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        expect(Number.isNaN(log(x))).toBe(x < 0)
      }),
      { seed: 4 },
    )
  })

  it('is within 1 ulp of 60-digit decimals', () => {
    expectNearDecimals(log, 'log')
  })

  it('its polynomial is what log(1 + f) / s has beyond 2, with s = f / (2 + f)', () => {
    for (const f of [-0.29, -0.1, 0.1, 0.2, 0.41]) {
      const s = f / (2 + f)
      expect(s * (2 + logPolynomial(s * s))).toBeCloseTo(Math.log1p(f), 15)
    }
  })
})
