import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pow } from '#core/math/pow.ts'
import { positive, ulps } from './ulps.ts'

const special = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 10, 1024, -1074, -1075, 1e20, -1e20, 710, -746]
special.push(5e-324, -5e-324, 1.7976931348623157e308, Infinity, -Infinity, NaN)

describe('core/math/pow', () => {
  it('is within 1 ulp of Math.pow', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: -30, max: 30, noNaN: true }), (x, y) => {
        expect(ulps(pow(x, y), x ** y)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 4000, seed: 2 },
    )
  })

  it('has the signs, zeros, infinities and NaN of ECMAScript', () => {
    for (const x of special)
      for (const y of special) {
        const expected = x ** y
        const distance = ulps(pow(x, y), expected)
        const isSpecial = expected === 0 || !Number.isFinite(expected) || Math.abs(expected) === 1
        expect(distance, `pow(${x}, ${y})`).toBeLessThanOrEqual(isSpecial ? 0 : 1)
        if (isSpecial) expect(pow(x, y), `pow(${x}, ${y})`).toBe(expected)
      }
  })
})
