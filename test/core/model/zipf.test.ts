import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zipfSampler, zipfShares } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'

/** The obvious version: walk the shares until they reach u. */
function byWalking(count: number, exponent: number, u: number): number {
  let reached = 0
  for (const [i, share] of zipfShares(count, exponent).entries()) {
    reached += share
    if (u <= reached) return i
  }
  return count - 1
}

describe('Zipf popularity', () => {
  it('shares fall as 1 / rank^exponent and sum to 1', () => {
    const shares = zipfShares(1000, 0.8)
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    expect(shares[0]! / shares[9]!).toBeCloseTo(10 ** 0.8, 10)
  })

  it('draws the object that walking along the shares finds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
        (count, exponent, u) => {
          expect(zipfSampler(count, exponent, () => u)()).toBe(byWalking(count, exponent, u))
        },
      ),
      { numRuns: 1000, seed: 1 },
    )
  })

  it('uses exactly one uniform number a draw', () => {
    let draws = 0
    const random = stream(1, 'one')
    const next = zipfSampler(100, 0.9, () => {
      draws++
      return random()
    })
    for (let i = 0; i < 50; i++) next()
    expect(draws).toBe(50)
  })

  it('reaches the first and the last object and none beyond', () => {
    for (const exponent of [0, 0.8, 2])
      for (const count of [1, 2, 1000]) {
        expect(zipfSampler(count, exponent, () => 1e-12)()).toBe(0)
        expect(zipfSampler(count, exponent, () => 1 - 1e-12)()).toBe(count - 1)
      }
  })

  it('exponent 0 is uniform', () => {
    const next = zipfSampler(4, 0, stream(1, 'uniform'))
    const seen = [0, 0, 0, 0]
    for (let i = 0; i < 40_000; i++) seen[next()]!++
    for (const n of seen) expect(Math.abs(n - 10_000)).toBeLessThan(500)
  })

  it('frequencies follow the shares', () => {
    const shares = zipfShares(50, 0.8)
    const next = zipfSampler(50, 0.8, stream(3, 'frequency'))
    const seen = new Float64Array(50)
    for (let i = 0; i < 100_000; i++) seen[next()]!++
    const chiSquare = shares.reduce((sum, share, i) => sum + (seen[i]! - share * 1e5) ** 2 / (share * 1e5), 0)
    // 99.9 % point of chi-square with 49 degrees of freedom.
    expect(chiSquare).toBeLessThan(85.4)
  })
})
