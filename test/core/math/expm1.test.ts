import { describe, expect, it } from 'vitest'
import { expm1 } from '#core/math/expm1.ts'
import { expectEqualAtEnds, expectNear, exponents } from './ulps.ts'

describe('core/math/expm1', () => {
  it('is within 1 ulp of Math.expm1 over its domain', () => {
    expectNear(expm1, Math.expm1, { domain: exponents })
  })

  it('equals Math.expm1 at zeros, infinities and NaN', () => {
    expectEqualAtEnds(expm1, Math.expm1)
  })

  it('is infinite above its range and -1 below', () => {
    expect([expm1(710), expm1(-50)]).toEqual([Infinity, -1])
  })
})
