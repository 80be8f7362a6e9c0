import fc from 'fast-check'
import { all, type BigNumber, create } from 'mathjs'
import { describe, expect, it } from 'vitest'
import { cos, exp, expm1, log, log1p, log2, log10, pow, sin } from '#core/math.ts'
import { mathHash } from '#test/golden/math-hash.ts'

const portable = { log, log2, log10, log1p, exp, expm1, sin, cos, pow }

const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)
function ordinal(x: number): bigint {
  double[0] = x
  return bits[0]! < 0n ? -(bits[0]! & 0x7fffffffffffffffn) : bits[0]!
}
/** How many doubles lie between two doubles. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity
  const distance = ordinal(a) - ordinal(b)
  return Number(distance < 0n ? -distance : distance)
}

const special = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 10, 1024, -1074, -1075, 1e20, -1e20, 710, -746]
special.push(5e-324, -5e-324, 1.7976931348623157e308, Infinity, -Infinity, NaN)

const anyDouble = fc.double({ noNaN: true })
const positive = fc.double({ min: 5e-324, max: 1e308, noNaN: true })
const unary = {
  log: positive,
  log2: positive,
  log10: positive,
  log1p: fc.double({ min: -1, max: 1e300, noNaN: true, minExcluded: true }),
  exp: fc.double({ min: -745, max: 709, noNaN: true }),
  expm1: fc.double({ min: -745, max: 709, noNaN: true }),
  sin: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  cos: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
} as const
/** V8's own log10 is up to 2 ulp from the true value, so there the comparison with a long decimal below is the sharp one. */
const allowed = { log10: 2 } as Record<string, number>

describe('core/math', () => {
  for (const name of ['log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'sin', 'cos'] as const) {
    it(`${name} is within 1 ulp of Math.${name} over its domain`, () => {
      fc.assert(
        fc.property(unary[name], (x) => {
          expect(ulps(portable[name](x), Math[name](x))).toBeLessThanOrEqual(allowed[name] ?? 1)
        }),
        { numRuns: 2000, seed: 1 },
      )
    })

    it(`${name} equals Math.${name} at zeros, infinities and NaN`, () => {
      for (const x of [0, -0, Infinity, -Infinity, NaN])
        expect(portable[name](x), `${name}(${x})`).toBe(Math[name](x))
    })
  }

  it('is exact where the result is a whole number or out of range', () => {
    expect([portable.log(1), portable.log2(8), portable.log10(1000), portable.log1p(-1)]).toEqual([
      0,
      3,
      3,
      -Infinity,
    ])
    expect([portable.log(-1), portable.log1p(-2)]).toEqual([NaN, NaN])
    expect([portable.exp(710), portable.exp(-746), portable.expm1(710), portable.expm1(-50)]).toEqual([
      Infinity,
      0,
      Infinity,
      -1,
    ])
  })

  it('pow is within 1 ulp of Math.pow', () => {
    fc.assert(
      fc.property(positive, fc.double({ min: -30, max: 30, noNaN: true }), (x, y) => {
        expect(ulps(portable.pow(x, y), x ** y)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 4000, seed: 2 },
    )
  })

  it('pow has the signs, zeros, infinities and NaN of ECMAScript', () => {
    for (const x of special)
      for (const y of special) {
        const expected = x ** y
        const distance = ulps(portable.pow(x, y), expected)
        const isSpecial = expected === 0 || !Number.isFinite(expected) || Math.abs(expected) === 1
        expect(distance, `pow(${x}, ${y})`).toBeLessThanOrEqual(isSpecial ? 0 : 1)
        if (isSpecial) expect(portable.pow(x, y), `pow(${x}, ${y})`).toBe(expected)
      }
  })

  it('is within 1 ulp of 60-digit decimals, so that the last bit is not borrowed from one engine', () => {
    const decimals = create(all!, { number: 'BigNumber', precision: 60 })
    const { bignumber, divide } = decimals
    // Not the double's shortest decimal but its exact value: x times 2^62 is a whole number here.
    const exactly = (x: number) =>
      divide(bignumber(String(BigInt(x * 2 ** 62))), bignumber(String(2n ** 62n)))
    for (const x of fc.sample(fc.double({ min: 1e-3, max: 500, noNaN: true }), { numRuns: 40, seed: 3 })) {
      const decimal = exactly(x) as BigNumber
      expect(ulps(portable.log(x), Number(decimals.log(decimal)))).toBeLessThanOrEqual(1)
      expect(ulps(portable.log10(x), Number(decimals.log10(decimal)))).toBeLessThanOrEqual(1)
      expect(ulps(portable.exp(x), Number(decimals.exp(decimal)))).toBeLessThanOrEqual(1)
    }
  })

  it('log2 is exact for powers of two', () => {
    for (let n = -1074; n < 1024; n++) expect(portable.log2(2 ** n)).toBe(n)
  })

  it('sin and cos stay right for huge angles', () => {
    for (const x of [
      1048577, 1e9, 2251799813685249.5, 1e22, 6.02e23, 1e300, -1e300, 1.7976931348623157e308,
    ]) {
      expect(ulps(portable.sin(x), Math.sin(x)), `sin(${x})`).toBeLessThanOrEqual(1)
      expect(ulps(portable.cos(x), Math.cos(x)), `cos(${x})`).toBeLessThanOrEqual(1)
    }
  })

  it('is defined for every double', () => {
    fc.assert(
      fc.property(anyDouble, (x) => {
        expect(Number.isNaN(portable.exp(x))).toBe(false)
        expect(Number.isNaN(portable.log(x))).toBe(x < 0)
      }),
      { seed: 4 },
    )
  })

  it('gives the same bits as when this number was written down', () => {
    expect(mathHash(20_000)).toBe('fe9a1d7a')
  })
})
