import { describe, expect, it } from 'vitest'
import { bestScale, modelledHitRatio } from '#core/cache/admission/markov-model.ts'
import { stream } from '#core/random.ts'

/** Objects with Zipf rates and two kinds of sizes. */
const demands = Array.from({ length: 300 }, (_, index) => ({
  rate: 600 / (index + 1),
  sizeBytes: index % 3 === 1 ? 40 : 5,
}))

/** An LRU cache that admits by exp(-size / c), under independent requests, once it is warm. */
function simulatedHitRatio(capacity: number, scale: number): number {
  const random = stream(7, 'admission')
  const ends: number[] = []
  for (const { rate } of demands) ends.push((ends.at(-1) ?? 0) + rate)
  const order = new Set<number>()
  let used = 0
  let hits = 0
  const requests = 120_000
  for (let i = -requests; i < requests; i++) {
    const mark = random() * ends.at(-1)!
    const key = ends.findIndex((end) => mark < end)
    const isHit = order.delete(key)
    if (isHit && i >= 0) hits++
    const { sizeBytes } = demands[key]!
    if (!isHit && random() >= Math.exp(-sizeBytes / scale)) continue
    order.add(key)
    if (!isHit) used += sizeBytes
    while (used > capacity) {
      const oldest = order.values().next().value!
      order.delete(oldest)
      used -= demands[oldest]!.sizeBytes
    }
  }
  return hits / requests
}

describe('the Markov model of AdaptSize', () => {
  it.each([12, 40, 1e6])('gives the hit ratio of a simulated cache that admits at scale %d', (scale) => {
    expect(Math.abs(modelledHitRatio(demands, 900, scale) - simulatedHitRatio(900, scale))).toBeLessThan(0.01)
  })

  it('hits all requests for what is admitted when all fits', () => {
    expect(modelledHitRatio(demands, 1e6, 1e9)).toBe(1)
  })

  it('finds a scale that hits at least as much as any of a fine grid from the smallest size on', () => {
    const best = modelledHitRatio(demands, 900, bestScale(demands, 900))
    for (let exponent = 2; exponent < 12; exponent += 0.25)
      expect(best).toBeGreaterThan(modelledHitRatio(demands, 900, 2 ** exponent) - 1e-4)
  })

  it('admits everything when it knows nothing', () => {
    expect(bestScale([], 100)).toBe(Infinity)
  })
})
