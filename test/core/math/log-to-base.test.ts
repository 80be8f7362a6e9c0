import { describe, expect, it } from 'vitest'
import { log2, log10 } from '#core/math/log-to-base.ts'
import { expectNearDecimals } from './decimals.ts'
import { expectEqualAtEnds, expectNear, positive } from './ulps.ts'

describe('core/math/log-to-base', () => {
  it('log2 is within 1 ulp of Math.log2 over its domain', () => {
    expectNear(log2, Math.log2, { domain: positive })
  })

  it('log10 is within 2 ulp of Math.log10, which is itself up to 2 off, and within 1 ulp of 60-digit decimals', () => {
    expectNear(log10, Math.log10, { domain: positive, allowed: 2 })
    expectNearDecimals(log10, 'log10')
  })

  it('both equal those of Math at zeros, infinities and NaN', () => {
    expectEqualAtEnds(log2, Math.log2)
    expectEqualAtEnds(log10, Math.log10)
  })

  it('log2 is exact for powers of two, log10 for a thousand', () => {
    for (let n = -1074; n < 1024; n++) expect(log2(2 ** n)).toBe(n)
    expect(log10(1000)).toBe(3)
  })
})
