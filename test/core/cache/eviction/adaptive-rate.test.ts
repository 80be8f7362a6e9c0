import { describe, expect, it } from 'vitest'
import { adaptiveRate } from '#core/cache/eviction/adaptive-rate.ts'

/** One period of 100 requests of a cache with 100 entries. */
function period(rate: ReturnType<typeof adaptiveRate>, hits: number): number {
  for (let i = 0; i < 100; i++) rate.observe(i < hits ? 'hit' : 'miss', 100)
  return rate.value
}

describe('the learning rate', () => {
  it('starts at sqrt(2 ln 2 / entries)', () => {
    const rate = adaptiveRate(() => 0.9)
    rate.observe('hit', 1)
    const first = adaptiveRate(() => 0.9)
    for (let i = 0; i < 99; i++) first.observe('hit', 100)
    expect(first.value).toBe(0.001)
    first.observe('hit', 100)
    expect(first.value).toBeCloseTo(Math.sqrt((2 * Math.log(2)) / 100) * 1, 1)
  })

  it('moves on while the hit ratio rises and back when it falls', () => {
    const rate = adaptiveRate(() => 0.9)
    const first = period(rate, 10)
    const risen = period(rate, 20)
    expect(risen).toBeGreaterThan(first)
    expect(period(rate, 5)).toBeLessThan(risen)
  })

  it('stays within 0.001 and 1 whatever happens', () => {
    const rate = adaptiveRate(() => 0.1)
    for (let i = 0; i < 200; i++) {
      const value = period(rate, (i * 37) % 100)
      expect(value).toBeGreaterThanOrEqual(0.001)
      expect(value).toBeLessThanOrEqual(1)
    }
  })

  it('starts anew after ten periods without a hit', () => {
    const rate = adaptiveRate(() => 0.1)
    const values = Array.from({ length: 12 }, () => period(rate, 0))
    expect(values[8]).toBeGreaterThan(5 * values[0]!)
    expect(values[9]).toBeCloseTo(Math.sqrt((2 * Math.log(2)) / 100), 12)
  })
})
