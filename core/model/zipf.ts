import { pow } from '#core/math/pow.ts'
import type { Random } from '#core/random.ts'

/**
 * Share of requests that each of `count` objects gets when the i-th most popular (from 0) is asked (i + 1)^-exponent times.
 *
 * Source: Breslau, Cao, Fan, Phillips, Shenker: Web caching and Zipf-like distributions. INFOCOM 1999, section II.
 * Parameters: count >= 1; exponent >= 0, 0 is uniform, the web's is 0.6 to 1.
 * Shape: [objects], sums to 1.
 */
export function zipfShares(count: number, exponent: number): Float64Array {
  const shares = new Float64Array(count)
  let sum = 0
  for (let i = 0; i < count; i++) {
    shares[i] = pow(i + 1, -exponent)
    sum += shares[i]!
  }
  for (let i = 0; i < count; i++) shares[i] = shares[i]! / sum
  return shares
}

/**
 * Draws objects by Zipf popularity, 0 the most popular, with exactly one uniform number a draw.
 *
 * Source: Chen and Asau: On generating random variates from an empirical distribution. AIIE Transactions 6, 1974 (guide table).
 * Cost: O(count) to build; a draw looks at two places on average, whatever the exponent.
 */
export function zipfSampler(count: number, exponent: number, random: Random): () => number {
  if (exponent === 0) return () => Math.floor(random() * count)
  const cumulative = zipfShares(count, exponent)
  for (let i = 1; i < count; i++) cumulative[i] = cumulative[i]! + cumulative[i - 1]!
  cumulative[count - 1] = 1
  const guide = guideTable(cumulative)
  return () => {
    const u = random()
    let i = guide[Math.floor(u * count)]!
    while (cumulative[i]! < u) i++
    return i
  }
}

/** guide[j]: the first object whose cumulative share reaches j / count. */
function guideTable(cumulative: Float64Array): Uint32Array {
  const count = cumulative.length
  const guide = new Uint32Array(count)
  let i = 0
  for (let j = 0; j < count; j++) {
    while (cumulative[i]! < j / count) i++
    guide[j] = i
  }
  return guide
}
