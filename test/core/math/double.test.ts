import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highWord, power, scaled, withHighWord, withoutLowWord } from '#core/math/double.ts'

const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('core/math/double', () => {
  it('the upper word of 1 is its exponent, that of -1 has the sign as well', () => {
    expect(highWord(1)).toBe(0x3ff00000)
    expect(highWord(-1)).toBe(0x3ff00000 | 0x80000000)
    expect(withHighWord(1, 0x40000000)).toBe(2)
  })

  it('a number with its own upper word is itself', () => {
    fc.assert(
      fc.property(anyDouble, (x) => {
        expect(withHighWord(x, highWord(x))).toBe(x)
      }),
      { seed: 1 },
    )
  })

  it('without the lower word products of two are exact', () => {
    expect(withoutLowWord(1 + 2 ** -20 + 2 ** -21)).toBe(1 + 2 ** -20)
    const whole = (x: number) => BigInt(x * 2 ** 20)
    fc.assert(
      fc.property(fc.double({ min: 1, max: 2, noNaN: true }), (x) => {
        const half = withoutLowWord(x)
        expect(BigInt(half * half * 2 ** 40)).toBe(whole(half) * whole(half))
      }),
      { seed: 1 },
    )
  })

  it('power is 2^n wherever that and its reciprocal are doubles', () => {
    for (let n = -1024; n <= 1022; n++) expect(power(n)).toBe(2 ** n)
  })

  it('scales a number near 1 by any power of two and rounds once', () => {
    for (const n of [-1074, -1073, -1023, -1022, -1, 0, 1, 1022, 1023]) expect(scaled(1, n)).toBe(2 ** n)
    expect([scaled(1, 1024), scaled(1, 9999), scaled(1, -1076), scaled(1, -9999)]).toEqual([
      Infinity,
      Infinity,
      0,
      0,
    ])
    expect(scaled(1 + 2 ** -52, -1074)).toBe(2 ** -1074)
    expect(scaled(1.5, -1074)).toBe(2 ** -1073)
  })
})
