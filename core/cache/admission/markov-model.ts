import { exp } from '#core/math/exp.ts'
import { log2 } from '#core/math/log-to-base.ts'
import { pow } from '#core/math/pow.ts'

/** What is asked for: requests in a period, and the size. */
export interface Demand {
  readonly rate: number
  readonly sizeBytes: number
}

const iterationsMax = 20
/** Beyond this exponent an entry is in the cache for certain. */
const certain = 150
const goldenRatio = 0.618033988749895
const refinements = 12

/**
 * Hit ratio of an LRU cache that admits by exp(-size / c), from rates and sizes alone.
 *
 *   p_i(T) = a_i (e^(r_i T) - 1) / (1 + a_i (e^(r_i T) - 1)),  a_i = e^(-s_i / c);   T such that sum p_i s_i = capacity
 *
 * | symbol | meaning |
 * |---|---|
 * | r_i, s_i | rate and size of object i |
 * | a_i | probability that it is admitted |
 * | T | time that an object stays in the cache without a request, the same for all |
 * | p_i | share of time that it is in the cache, which is its hit ratio under Poisson requests |
 *
 * Source  Berger, Sitaraman, Harchol-Balter, NSDI 2017, section 4.2 and appendix; T after Che, Tung, Wang, IEEE JSAC 20(7), 2002
 * Cost    O(objects x 20)
 */
export function modelledHitRatio(demands: readonly Demand[], capacity: number, scale: number): number {
  const admitted = demands.map(({ sizeBytes }) => exp(-sizeBytes / scale))
  const total = demands.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const requests = demands.reduce((sum, { rate }) => sum + rate, 0)
  const presence = (index: number, time: number) => {
    const exponent = demands[index]!.rate * time
    if (exponent > certain) return 1
    const odds = admitted[index]! * (exp(exponent) - 1)
    return odds / (1 + odds)
  }
  if (total <= capacity) return presenceForEver(demands, admitted) / requests
  const time = characteristicTime(demands, presence, capacity)
  let hits = 0
  for (let index = 0; index < demands.length; index++) hits += demands[index]!.rate * presence(index, time)
  return hits / requests
}

/** When all fits nothing leaves: an object that is ever admitted is there. */
const presenceForEver = (demands: readonly Demand[], admitted: readonly number[]): number =>
  demands.reduce((sum, { rate }, index) => sum + (admitted[index]! > 0 ? rate : 0), 0)

function characteristicTime(
  demands: readonly Demand[],
  presence: (index: number, time: number) => number,
  capacity: number,
): number {
  const occupied = (time: number) => {
    let sum = 0
    for (let index = 0; index < demands.length; index++)
      sum += demands[index]!.sizeBytes * presence(index, time)
    return sum
  }
  let high = 1e-6
  for (let i = 0; i < 120 && occupied(high) < capacity; i++) high *= 2
  let low = high / 2
  for (let i = 0; i < iterationsMax; i++) {
    const middle = (low + high) / 2
    if (occupied(middle) < capacity) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The scale c between the smallest size and the capacity that hits most: every power of two, then golden section around the best.
 *
 * Source  Berger, Sitaraman, Harchol-Balter, NSDI 2017, section 4.3 (global search over c)
 */
export function bestScale(demands: readonly Demand[], capacity: number): number {
  if (demands.length === 0) return Infinity
  const smallest = demands.reduce((least, { sizeBytes }) => Math.min(least, sizeBytes), Infinity)
  const hitRatio = (exponent: number) => modelledHitRatio(demands, capacity, pow(2, exponent))
  const from = Math.floor(log2(Math.max(1, smallest)))
  const to = Math.max(from, Math.ceil(log2(capacity)) + 4)
  let best = from
  let bestRatio = -1
  for (let exponent = from; exponent <= to; exponent++) {
    const value = hitRatio(exponent)
    if (value <= bestRatio) continue
    best = exponent
    bestRatio = value
  }
  let low = best - 1
  let high = best + 1
  for (let i = 0; i < refinements; i++) {
    const left = high - goldenRatio * (high - low)
    const right = low + goldenRatio * (high - low)
    if (hitRatio(left) < hitRatio(right)) low = left
    else high = right
  }
  return pow(2, (low + high) / 2)
}
