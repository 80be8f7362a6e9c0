import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { log1p } from '#core/math/log1p.ts'
import { expectEqualAtEnds, expectNear } from './ulps.ts'

describe('core/math/log1p', () => {
  it('is within 1 ulp of Math.log1p over its domain', () => {
    expectNear(log1p, Math.log1p, {
      domain: fc.double({ min: -1, max: 1e300, noNaN: true, minExcluded: true }),
    })
  })

  it('equals Math.log1p at zeros, infinities and NaN', () => {
    expectEqualAtEnds(log1p, Math.log1p)
  })

  it('is minus infinity at -1 and no number below', () => {
    expect([log1p(-1), log1p(-2)]).toEqual([-Infinity, NaN])
  })
})
