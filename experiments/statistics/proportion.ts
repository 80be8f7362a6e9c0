import { invariant } from '#core/invariant.ts'

/**
 * A share and its 95 % interval, which stays inside 0..1 and is good for few or no hits.
 *
 * Source  Wilson, Journal of the American Statistical Association 22, 1927
 * Errors  no trials
 */
export function proportion(hits: number, trials: number): { value: number; low: number; high: number } {
  invariant(trials > 0, 'at least one trial, found none')
  const z = 1.959964
  const value = hits / trials
  const scale = 1 + (z * z) / trials
  const middle = (value + (z * z) / (2 * trials)) / scale
  const half = (z * Math.sqrt((value * (1 - value)) / trials + (z * z) / (4 * trials * trials))) / scale
  return { value, low: hits === 0 ? 0 : middle - half, high: hits === trials ? 1 : middle + half }
}
