/** The bits of a double, taken apart and put together: of ECMAScript's arithmetic only what every engine rounds alike. */
const doubleOf = new Float64Array(1)
const wordsOf = new Int32Array(doubleOf.buffer)
/** Which half of a double holds sign and exponent: 1 on little-endian machines. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0
const LOW = 1 - HIGH

export const TWO_54 = 18014398509481984
const TWO_1023 = 8.98846567431158e307

/** 2^-n for n from -1022 to 1024, at n + 1022. To scale by a product is exact, and faster than to put a double together in memory. */
const halves = new Float64Array(2047)
for (let n = 1024, value = 5.562684646268003e-309; n >= -1022; n--, value *= 2) halves[n + 1022] = value

/** 2^n for n from -1024 to 1022. */
export const power = (n: number): number => halves[1022 - n]!

/** Sign, exponent and the upper 20 bits of the fraction. */
export function highWord(x: number): number {
  doubleOf[0] = x
  return wordsOf[HIGH]!
}

/** The same number with another sign, exponent and upper part of the fraction. */
export function withHighWord(x: number, word: number): number {
  doubleOf[0] = x
  wordsOf[HIGH] = word
  return doubleOf[0]!
}

/** The same number with the lower 32 bits of its fraction cleared, so that products of two such halves are exact. */
export function withoutLowWord(x: number): number {
  doubleOf[0] = x
  wordsOf[LOW] = 0
  return doubleOf[0]!
}

/** x * 2^n for x near 1 and any integer n, rounded once. */
export function scaled(x: number, n: number): number {
  if (n > 1022) return x * TWO_1023 * power(Math.min(n - 1023, 1022))
  if (n < -1022) return x * power(Math.max(n + 54, -1022)) * (1 / TWO_54)
  return x * power(n)
}
