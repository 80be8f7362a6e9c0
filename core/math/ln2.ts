/**
 * The natural logarithm of 2 as a sum of two doubles. The first ends in 21 zero bits, so that its
 * product with an exponent is exact.
 *
 * Source: fdlibm 5.3: e_log.c, e_exp.c (notice in `core/math/README.md`).
 */
export const LN2_HIGH = 0.6931471803691238
export const LN2_LOW = 1.9082149292705877e-10

/** The whole number of times that log 2 goes into x with the least rest; x is beyond half of log 2. */
export const nearestMultipleOfLn2 = (x: number): number =>
  Math.abs(x) < 1.0397207708399179 ? (x > 0 ? 1 : -1) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5))
