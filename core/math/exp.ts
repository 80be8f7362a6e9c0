import { scaled } from './double.ts'
import { LN2_HIGH, LN2_LOW, nearestMultipleOfLn2 } from './ln2.ts'

/**
 * e^x.
 *
 * Source: fdlibm 5.3: e_exp.c (notice in `core/math/README.md`).
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019411) return 0
  const size = Math.abs(x)
  if (size < 3.725290298461914e-9) return 1 + x
  if (size <= 0.34657359027997264) {
    const c = expRemainder(x)
    return 1 - ((x * c) / (c - 2) - x)
  }
  const k = nearestMultipleOfLn2(x)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const c = expRemainder(r)
  return scaled(1 - (low - (r * c) / (2 - c) - high), k)
}

/** r - r^2 P(r^2) of the rational approximation of exp on |r| <= ln2/2, |error| < 2^-59. */
export function expRemainder(r: number): number {
  const t = r * r
  return (
    r -
    t *
      (0.16666666666666602 +
        t *
          (-2.7777777777015593e-3 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))))
  )
}
