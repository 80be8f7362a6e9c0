import { highWord, withHighWord } from './double.ts'
import { LN2_HIGH, LN2_LOW } from './ln2.ts'

/**
 * log(1 + x), accurate near 0.
 *
 * Source: fdlibm 5.3: s_log1p.c (notice in `core/math/README.md`).
 */
export function log1p(x: number): number {
  if (x < -1 || Number.isNaN(x)) return NaN
  if (x === -1) return -Infinity
  if (x === Infinity || x === 0) return x
  const size = Math.abs(x)
  if (size < 5.551115123125783e-17) return x
  if (size < 1.862645149230957e-9) return x - x * x * 0.5
  if (x > -0.2928932188134524 && x < 0.41421356237309503) return log1pOf(x, 0, 0)
  const u = 1 + x
  const word = highWord(u)
  let k = (word >> 20) - 1023
  const lost = k > 53 ? 0 : (k > 0 ? 1 - (u - x) : x - (u - 1)) / u
  const fraction = word & 0x000fffff
  const above = fraction >= 0x6a09e
  if (above) k += 1
  return log1pOf(withHighWord(u, fraction | (above ? 0x3fe00000 : 0x3ff00000)) - 1, k, lost)
}

function log1pOf(f: number, k: number, lost: number): number {
  if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + (lost + k * LN2_LOW)
  const half = 0.5 * f * f
  const s = f / (2 + f)
  const z = s * s
  const r =
    z *
    (0.6666666666666735 +
      z *
        (0.3999999999940942 +
          z *
            (0.2857142874366239 +
              z *
                (0.22222198432149784 +
                  z * (0.1818357216161805 + z * (0.15313837699209373 + z * 0.14798198605116586))))))
  if (k === 0) return f - (half - s * (half + r))
  return k * LN2_HIGH - (half - (s * (half + r) + (k * LN2_LOW + lost)) - f)
}
