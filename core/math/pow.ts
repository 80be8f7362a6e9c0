import { highWord, scaled, withHighWord, withoutLowWord } from './double.ts'
import { expRemainder } from './exp.ts'

/**
 * x^y with the special cases of ECMAScript (1^Infinity is NaN).
 *
 * Source: fdlibm 5.3: e_pow.c (notice in `core/math/README.md`).
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const size = Math.abs(x)
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN
    return size > 1 === y > 0 ? Infinity : 0
  }
  const isOdd = x < 0 || Object.is(x, -0) ? isOddInteger(y) : false
  if (size === 0 || size === Infinity) {
    const magnitude = (size === 0) === y > 0 ? 0 : Infinity
    return isOdd ? -magnitude : magnitude
  }
  if (x < 0 && !Number.isInteger(y)) return NaN
  const magnitude = size === 1 ? 1 : powOfPositive(size, y)
  return isOdd ? -magnitude : magnitude
}

const isOddInteger = (y: number) =>
  Number.isInteger(y) && Math.abs(y) < 9007199254740992 && Math.abs(y) % 2 === 1

function powOfPositive(x: number, y: number): number {
  if (y === 1) return x
  if (y === 2) return x * x
  if (y === -1) return 1 / x
  if (y === 0.5) return Math.sqrt(x)
  if (Math.abs(y) > 18446744073709552000) return x > 1 === y > 0 ? Infinity : 0
  preciseLog2(x)
  const yHigh = withoutLowWord(y)
  const low = (y - yHigh) * logHigh + y * logLow
  return exp2(yHigh * logHigh, low)
}

/** log2 of the last base, as a sum of two doubles. */
let logHigh = 0
let logLow = 0

/** Writes log2(x) to logHigh + logLow with about 70 bits. */
function preciseLog2(input: number): void {
  let x = input
  let n = 0
  if (x < 2.2250738585072014e-308) {
    x *= 9007199254740992
    n = -53
  }
  let word = highWord(x)
  n += (word >> 20) - 1023
  const fraction = word & 0x000fffff
  word = fraction | 0x3ff00000
  let isUpper = false
  if (fraction > 0x3988e && fraction < 0xbb67a) isUpper = true
  else if (fraction >= 0xbb67a) {
    n += 1
    word -= 0x00100000
  }
  x = withHighWord(x, word)
  const base = isUpper ? 1.5 : 1
  const u = x - base
  const v = 1 / (x + base)
  const s = u * v
  const sHigh = withoutLowWord(s)
  const tHigh = withHighWord(0, ((word >> 1) | 0x20000000) + 0x00080000 + (isUpper ? 0x00040000 : 0))
  const tLow = x - (tHigh - base)
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow)
  const s2 = s * s
  const r = s2 * s2 * log2Polynomial(s2) + sLow * (sHigh + s)
  const square = sHigh * sHigh
  const cubeHigh = withoutLowWord(3 + square + r)
  const cubeLow = r - (cubeHigh - 3 - square)
  const p = sHigh * cubeHigh
  const q = sLow * cubeHigh + cubeLow * s
  const pHigh = withoutLowWord(p + q)
  const pLow = q - (pHigh - p)
  const zHigh = 0.9617967009544373 * pHigh
  const zLow =
    -7.028461650952758e-9 * pHigh + pLow * 0.9617966939259756 + (isUpper ? 1.350039202129749e-8 : 0)
  const shift = isUpper ? 0.5849624872207642 : 0
  logHigh = withoutLowWord(zHigh + zLow + shift + n)
  logLow = zLow - (logHigh - n - shift - zHigh)
}

function log2Polynomial(s2: number): number {
  return (
    0.5999999999999946 +
    s2 *
      (0.4285714285785502 +
        s2 *
          (0.33333332981837743 +
            s2 * (0.272728123808534 + s2 * (0.23066074577556175 + s2 * 0.20697501780033842))))
  )
}

/** 2^(high + low). */
function exp2(high: number, low: number): number {
  const sum = high + low
  if (sum >= 1024 && (sum > 1024 || low + 8.008566259537294e-17 > sum - high)) return Infinity
  if (sum <= -1075 && (sum < -1075 || low <= sum - high)) return 0
  const n = Math.floor(sum + 0.5)
  const rest = high - n
  const t = withoutLowWord(rest + low)
  const u = t * 0.6931471824645996
  const v = (low - (t - rest)) * Math.LN2 + t * -1.904654299957768e-9
  const z = u + v
  const w = v - (z - u)
  const c = expRemainder(z)
  return scaled(1 - ((z * c) / (c - 2) - (w + z * w) - z), n)
}
