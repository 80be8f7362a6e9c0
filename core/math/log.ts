import { highWord, power, TWO_54 } from './double.ts'
import { LN2_HIGH, LN2_LOW } from './ln2.ts'

/**
 * Natural logarithm.
 *
 * Source: fdlibm 5.3: e_log.c (notice in `core/math/README.md`).
 * Cost: about 1.5 times that of Math.log.
 */
export function log(x: number): number {
  let word = highWord(x)
  let scaledX = x
  let k = 0
  if (word < 0x00100000) {
    if (x === 0) return -Infinity
    if (!(x > 0)) return NaN
    k = -54
    scaledX = x * TWO_54
    word = highWord(scaledX)
  }
  if (word >= 0x7ff00000) return x
  const exponent = (word >> 20) - 1023 + ((((word & 0x000fffff) + 0x95f64) & 0x100000) >> 20)
  const f = scaledX * power(-exponent) - 1
  k += exponent
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW
  const s = f / (2 + f)
  const r = logPolynomial(s * s)
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f)
}

/** s in log(1+f) = 2s + 2/3 s^3 + ...: the Remez polynomial R(s^2) of fdlibm, |error| < 2^-58.45. */
export function logPolynomial(z: number): number {
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  return even + odd
}
