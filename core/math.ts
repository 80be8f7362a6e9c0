/**
 * Elementary functions that give the same bits in every JavaScript engine and on every processor.
 *
 * ECMAScript fixes only `+ - * /` and `sqrt`; `Math.log`, `exp`, `sin` and their kind differ in the last bit between Node and
 * Chromium, and one flipped comparison is enough to part two simulations. These use nothing but the fixed operations and the bits
 * of a double, so a trajectory is the same everywhere.
 *
 * Source: fdlibm 5.3: e_log.c, e_exp.c, e_pow.c, s_log1p.c, s_expm1.c, k_sin.c,
 * k_cos.c, e_rem_pio2.c; log2 and log10 after FreeBSD's e_log2.c and e_log10.c.
 * Errors: below 1 ulp of the true value.
 * Deviates: sin and cos reduce angles beyond 2^20 in big integers rather than by Payne and Hanek.
 *
 * fdlibm is Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 * software is freely granted, provided that this notice is preserved.
 */
const doubleOf = new Float64Array(1)
const wordsOf = new Int32Array(doubleOf.buffer)
/** Which half of a double holds sign and exponent: 1 on little-endian machines. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0
const LOW = 1 - HIGH

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const TWO_54 = 18014398509481984
const TWO_1023 = 8.98846567431158e307

/** 2^-n for n from -1022 to 1024, at n + 1022. To scale by a product is exact, and faster than to put a double together in memory. */
const halves = new Float64Array(2047)
for (let n = 1024, value = 5.562684646268003e-309; n >= -1022; n--, value *= 2) halves[n + 1022] = value

/** 2^n for n from -1024 to 1022. */
const power = (n: number): number => halves[1022 - n]!

function highWord(x: number): number {
  doubleOf[0] = x
  return wordsOf[HIGH]!
}

function withHighWord(x: number, word: number): number {
  doubleOf[0] = x
  wordsOf[HIGH] = word
  return doubleOf[0]!
}

/** The same number with the lower 32 bits of its fraction cleared, so that products of two such halves are exact. */
function withoutLowWord(x: number): number {
  doubleOf[0] = x
  wordsOf[LOW] = 0
  return doubleOf[0]!
}

/** x * 2^n for any integer n, rounded once. */
function scaled(x: number, n: number): number {
  if (n > 1022) return x * TWO_1023 * power(Math.min(n - 1023, 1022))
  if (n < -1022) return x * power(Math.max(n + 54, -1022)) * (1 / TWO_54)
  return x * power(n)
}

/** s in log(1+f) = 2s + 2/3 s^3 + ...: the Remez polynomial R(s^2) of fdlibm, |error| < 2^-58.45. */
function logPolynomial(z: number): number {
  const w = z * z
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  return even + odd
}

/** Natural logarithm. Cost: about 1.5 times that of Math.log. */
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

/** A logarithm in parts: x = 2^exponent (1 + high + low), the base the functions below share. */
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

/** log(1 + x), accurate near 0. */
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

/** r - r^2 P(r^2) of the rational approximation of exp on |r| <= ln2/2, |error| < 2^-59. */
function expRemainder(r: number): number {
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

/** e^x. */
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
  const k = size < 1.0397207708399179 ? (x > 0 ? 1 : -1) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5))
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const c = expRemainder(r)
  return scaled(1 - (low - (r * c) / (2 - c) - high), k)
}

/** e^x - 1, accurate near 0. */
export function expm1(x: number): number {
  if (Number.isNaN(x)) return NaN
  if (x > 709.782712893384) return Infinity
  if (x < -38.816242) return -1
  const size = Math.abs(x)
  if (size < 5.551115123125783e-17) return x
  let k = 0
  if (size >= 0.34657359027997264)
    k = size < 1.0397207708399179 ? (x > 0 ? 1 : -1) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5))
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

/** x^y with the special cases of ECMAScript (1^Infinity is NaN). */
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
  const low = (y - yHigh) * partHigh + y * partLow
  return exp2(yHigh * partHigh, low)
}

/** log2(x) as partHigh + partLow with about 70 bits. */
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
  partHigh = withoutLowWord(zHigh + zLow + shift + n)
  partLow = zLow - (partHigh - n - shift - zHigh)
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

/** Sine of an angle in radians. */
export function sin(x: number): number {
  return sinOfQuadrant(x, 0)
}

/** Cosine of an angle in radians. */
export function cos(x: number): number {
  return sinOfQuadrant(x, 1)
}

function sinOfQuadrant(x: number, shift: number): number {
  if (!Number.isFinite(x)) return NaN
  const quadrant = (reduceAngle(x) + shift) & 3
  const value = (quadrant & 1) === 0 ? sinNearZero(partHigh, partLow) : cosNearZero(partHigh, partLow)
  return quadrant < 2 ? value : -value
}

/** Writes x modulo pi/2 to partHigh + partLow, |remainder| <= pi/4, and returns the quadrant. */
function reduceAngle(x: number): number {
  const size = Math.abs(x)
  if (size <= 0.7853981633974483) {
    partHigh = x
    partLow = 0
    return 0
  }
  if (size > 1048576) return reduceLargeAngle(x)
  const n = Math.floor(size * 0.6366197723675814 + 0.5)
  let r = size - n * 1.5707963267341256
  let w = n * 6.077100506506192e-11
  const exponent = highWord(size) >> 20
  if (exponent - ((highWord(r - w) >> 20) & 0x7ff) > 16) {
    const t = r
    w = n * 6.077100506303966e-11
    r = t - w
    w = n * 2.0222662487959506e-21 - (t - r - w)
    if (exponent - ((highWord(r - w) >> 20) & 0x7ff) > 49) {
      const rest = r
      w = n * 2.0222662487111665e-21
      r = rest - w
      w = n * 8.4784276603689e-32 - (rest - r - w)
    }
  }
  const high = r - w
  const low = r - high - w
  partHigh = x < 0 ? -high : high
  partLow = x < 0 ? -low : low
  return (x < 0 ? -n : n) & 3
}

const ANGLE_BITS = 1200n
let halfPi: bigint | undefined

/** Exact reduction of a huge angle: the double is an integer, so only pi needs many digits (Machin's formula gives them). */
function reduceLargeAngle(x: number): number {
  halfPi ??= 8n * arctanOfInverse(5n) - 2n * arctanOfInverse(239n)
  // Beyond 2^20 a double may still have a fraction: scale by 2^32 makes it an integer.
  const scaledX = BigInt(Math.abs(x) > 9007199254740992 ? x : x * 4294967296)
  const angle = Math.abs(x) > 9007199254740992 ? scaledX << ANGLE_BITS : scaledX << (ANGLE_BITS - 32n)
  let n = angle / halfPi
  let rest = angle - n * halfPi
  if (rest * 2n > halfPi) {
    n += 1n
    rest -= halfPi
  } else if (rest * 2n < -halfPi) {
    n -= 1n
    rest += halfPi
  }
  const wide = rest >> (ANGLE_BITS - 160n)
  const top = Number(wide >> 107n)
  partHigh = top * scaled(1, -53)
  partLow = Number(wide - (BigInt(top) << 107n)) * scaled(1, -160)
  return Number(((n % 4n) + 4n) % 4n)
}

/** arctan(1/k) times 2^ANGLE_BITS. */
function arctanOfInverse(k: bigint): bigint {
  let power = (1n << (ANGLE_BITS + 32n)) / k
  let sum = power
  for (let i = 3n; power !== 0n; i += 2n) {
    power = -power / (k * k)
    sum += power / i
  }
  return sum >> 32n
}

function sinNearZero(x: number, y: number): number {
  if (Math.abs(x) < 7.450580596923828e-9) return x
  const z = x * x
  const v = z * x
  const r =
    8.33333333332249e-3 +
    z *
      (-1.984126982985795e-4 +
        z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)))
  return x - (z * (0.5 * y - v * r) - y - v * -0.16666666666666632)
}

function cosNearZero(x: number, y: number): number {
  const z = x * x
  const r =
    z *
    (0.0416666666666666 +
      z *
        (-1.388888888887411e-3 +
          z *
            (2.480158728947673e-5 +
              z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11)))))
  const half = 0.5 * z
  const w = 1 - half
  return w + (1 - w - half + (z * r - x * y))
}
