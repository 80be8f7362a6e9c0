/**
 * Sine and cosine.
 *
 * Source: fdlibm 5.3: k_sin.c, k_cos.c, e_rem_pio2.c (notice in `core/math/README.md`).
 * Deviates: angles beyond 2^20 are reduced in big integers rather than by Payne and Hanek.
 */
import { highWord, scaled } from './double.ts'

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
  const value = (quadrant & 1) === 0 ? sinNearZero(restHigh, restLow) : cosNearZero(restHigh, restLow)
  return quadrant < 2 ? value : -value
}

/** What is left of the last angle, as a sum of two doubles. */
let restHigh = 0
let restLow = 0

/** Writes x modulo pi/2 to restHigh + restLow, |remainder| <= pi/4, and returns the quadrant. */
function reduceAngle(x: number): number {
  const size = Math.abs(x)
  if (size <= 0.7853981633974483) {
    restHigh = x
    restLow = 0
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
  restHigh = x < 0 ? -high : high
  restLow = x < 0 ? -low : low
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
  restHigh = top * scaled(1, -53)
  restLow = Number(wide - (BigInt(top) << 107n)) * scaled(1, -160)
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
