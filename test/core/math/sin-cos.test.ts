import { describe, expect, it } from 'vitest'
import { cos, sin } from '#core/math/sin-cos.ts'
import { angles, expectEqualAtEnds, expectNear, ulps } from './ulps.ts'

describe('core/math/sin-cos', () => {
  it('both are within 1 ulp of those of Math up to a million radians', () => {
    expectNear(sin, Math.sin, { domain: angles })
    expectNear(cos, Math.cos, { domain: angles })
  })

  it('both equal those of Math at zeros, infinities and NaN', () => {
    expectEqualAtEnds(sin, Math.sin)
    expectEqualAtEnds(cos, Math.cos)
  })

  it('both stay right for huge angles', () => {
    for (const x of [
      1048577, 1e9, 2251799813685249.5, 1e22, 6.02e23, 1e300, -1e300, 1.7976931348623157e308,
    ]) {
      expect(ulps(sin(x), Math.sin(x)), `sin(${x})`).toBeLessThanOrEqual(1)
      expect(ulps(cos(x), Math.cos(x)), `cos(${x})`).toBeLessThanOrEqual(1)
    }
  })
})
