import { invariant } from '#core/invariant.ts'

export interface Dispersion {
  /** Variance of the counts in relation to their mean: 1 for Poisson, more for bursts, less for even spacing. */
  readonly index: number
  /** Where the index of as many Poisson counts lies with 95 %. */
  readonly poissonLow: number
  readonly poissonHigh: number
  readonly windows: number
}

/**
 * Index of dispersion of counts in equal windows, with the range in which a Poisson process would leave it.
 *
 * Source      Cox, Lewis: The Statistical Analysis of Series of Events, 1966, section 6.3; chi square by Wilson, Hilferty,
 *             Proceedings of the National Academy of Sciences 17, 1931
 * Errors      fewer than two windows, or all of them empty
 */
export function dispersion(counts: ArrayLike<number>): Dispersion {
  const windows = counts.length
  invariant(windows >= 2, `at least two windows, found ${windows}`)
  let sum = 0
  for (let i = 0; i < windows; i++) sum += counts[i]!
  invariant(sum > 0, 'events in the windows, found none')
  const mean = sum / windows
  let squares = 0
  for (let i = 0; i < windows; i++) squares += (counts[i]! - mean) ** 2
  const degrees = windows - 1
  return {
    index: squares / degrees / mean,
    poissonLow: chiSquareOverDegrees(-1.959964, degrees),
    poissonHigh: chiSquareOverDegrees(1.959964, degrees),
    windows,
  }
}

const chiSquareOverDegrees = (z: number, degrees: number): number =>
  Math.max(0, 1 - 2 / (9 * degrees) + z * Math.sqrt(2 / (9 * degrees))) ** 3
