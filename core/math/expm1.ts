import { scaled } from './double.ts'
import { LN2_HIGH, LN2_LOW, nearestMultipleOfLn2 } from './ln2.ts'

/**
 * e^x - 1, accurate near 0.
 *
 * Source: fdlibm 5.3: s_expm1.c (notice in `core/math/README.md`).
 */
export function expm1(x: number): number {
  if (Number.isNaN(x)) return NaN
  if (x > 709.782712893384) return Infinity
  if (x < -38.816242) return -1
  const size = Math.abs(x)
  if (size < 5.551115123125783e-17) return x
  const k = size < 0.34657359027997264 ? 0 : nearestMultipleOfLn2(x)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  return expm1Of(r, high - r - low, k)
}

function expm1Of(x: number, c: number, k: number): number {
  const halfX = 0.5 * x
  const h = x * halfX
  const r1 =
    1 +
    h *
      (-0.03333333333333313 +
        h *
          (1.5873015872548146e-3 +
            h * (-7.93650757867488e-5 + h * (4.008217827329362e-6 + h * -2.0109921818362437e-7))))
  const t = 3 - r1 * halfX
  let e = h * ((r1 - t) / (6 - x * t))
  if (k === 0) return x - (x * e - h)
  e = x * (e - c) - c - h
  if (k === -1) return 0.5 * (x - e) - 0.5
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e)
  if (k <= -2 || k > 56) return scaled(1 - (e - x), k) - 1
  if (k < 20) return scaled(1 - scaled(1, -k) - (e - x), k)
  return scaled(x - (e + scaled(1, -k)) + 1, k)
}
