import { describe, expect, it } from 'vitest'
import { LN2_HIGH, LN2_LOW, nearestMultipleOfLn2 } from '#core/math/ln2.ts'

describe('core/math/ln2', () => {
  it('the two parts are log 2, and every exponent times the first is exact', () => {
    expect(LN2_HIGH + LN2_LOW).toBe(Math.LN2)
    const digits = 2 ** 33
    expect(Number.isInteger(LN2_HIGH * digits)).toBe(true)
    for (const n of [1, 3, 1023, 1074]) expect(LN2_HIGH * n * digits).toBe(LN2_HIGH * digits * n)
  })

  it('the rest beside the nearest multiple is at most half of log 2', () => {
    for (let x = -745; x <= 709; x += 0.37) {
      const n = nearestMultipleOfLn2(x)
      expect(Number.isInteger(n)).toBe(true)
      if (Math.abs(x) > Math.LN2 / 2) expect(Math.abs(x - n * Math.LN2)).toBeLessThan(Math.LN2 / 2 + 1e-12)
    }
    expect([0.4, -0.4, 1.03, -1.03, 1.05, -1.05].map(nearestMultipleOfLn2)).toEqual([1, -1, 1, -1, 2, -2])
  })
})
