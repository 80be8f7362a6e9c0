/**
 * Logarithms to the bases 2 and 10.
 *
 * Source: FreeBSD's e_log2.c and e_log10.c, after fdlibm (notice in `core/math/README.md`).
 */
import { highWord, power, TWO_54, withoutLowWord } from './double.ts'
import { log, logPolynomial } from './log.ts'

/** Logarithm to base 2, exact for powers of two. */
export function log2(x: number): number {
  if (!(x > 0) || x === Infinity) return log(x)
  splitLog(x)
  const high = partHigh * 1.4426950407214463
  const low = (partLow + partHigh) * 1.6751713164886512e-10 + partLow * 1.4426950407214463
  const sum = partExponent + high
  return low + (partExponent - sum + high) + sum
}

/** Logarithm to base 10. */
export function log10(x: number): number {
  if (!(x > 0) || x === Infinity) return log(x)
  splitLog(x)
  const shift = partExponent * 0.30102999566361177
  const high = partHigh * 0.4342944818781689
  const low =
    partExponent * 3.694239077158931e-13 +
    (partLow + partHigh) * 2.5082946711645275e-11 +
    partLow * 0.4342944818781689
  const sum = shift + high
  return low + (shift - sum + high) + sum
}

/** A logarithm in parts: x = 2^exponent (1 + high + low), which both functions share. */
let partExponent = 0
let partHigh = 0
let partLow = 0

function splitLog(x: number): void {
  let k = 0
  let scaledX = x
  let word = highWord(x)
  if (word < 0x00100000) {
    k = -54
    scaledX = x * TWO_54
    word = highWord(scaledX)
  }
  const exponent = (word >> 20) - 1023 + ((((word & 0x000fffff) + 0x95f64) & 0x100000) >> 20)
  const f = scaledX * power(-exponent) - 1
  const half = 0.5 * f * f
  const s = f / (2 + f)
  const rest = s * (half + logPolynomial(s * s))
  partExponent = k + exponent
  partHigh = withoutLowWord(f - half)
  partLow = f - partHigh - half + rest
}
