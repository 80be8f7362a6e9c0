import { describe, expect, it } from 'vitest'
import { hitDensities } from '#core/cache/eviction/hit-densities.ts'

describe('hit densities', () => {
  it('are hits to come over time to be spent, given the age (section 3.2)', () => {
    const model = hitDensities()
    for (let i = 0; i < 3; i++) model.hit(2, 4)
    model.hit(2, 7)
    for (let i = 0; i < 2; i++) model.evict(2, 9)
    model.reconfigure({ entries: 10, isRescaling: false })
    // At age 0: 4 hits; time to be spent from age 0 on, each event counting its own step: 3 x 5 + 8 + 2 x 10.
    expect(model.density(2, 0)).toBeCloseTo(4 / (15 + 8 + 20), 6)
    expect(model.density(2, 5)).toBeCloseTo(1 / (3 + 2 * 5), 6)
    expect(model.density(2, 8)).toBe(0)
    expect(model.density(2, 10)).toBe(0)
  })

  it('fall with age and rise with the class before anything is known', () => {
    const model = hitDensities()
    expect(model.density(0, 1)).toBeLessThan(model.density(0, 0))
    expect(model.density(15, 0)).toBeGreaterThan(model.density(0, 0))
    expect(model.density(15, 0)).toBeLessThan(2 * model.density(0, 0))
  })

  it('put an entry in a class by the logarithm of its last two ages', () => {
    const model = hitDensities()
    expect([0, 1, 2, 4, 20_000, 10_000, 9_999].map(model.classOf)).toEqual([15, 15, 14, 13, 0, 1, 2])
  })

  it('count ages in 1024 requests, and in other steps once the number of entries is known', () => {
    const model = hitDensities()
    expect([1023, 1024, 5000].map(model.ageOf)).toEqual([0, 1, 4])
    model.hit(0, 1)
    model.reconfigure({ entries: 800, isRescaling: true })
    // 800 entries / (0.01 x 20,000 ages) = 4 requests an age.
    expect([3, 4, 1024].map(model.ageOf)).toEqual([0, 1, 256])
    // The one hit is spread over the ages 256 to 511 that the old age 1 stands for now.
    expect(model.density(0, 511)).toBeGreaterThan(0)
    expect(model.density(0, 512)).toBe(0)
  })

  it('call an overflowing age the oldest, which leaves first', () => {
    const model = hitDensities()
    const oldest = model.ageOf(1e12)
    expect(model.density(3, oldest)).toBe(-Infinity)
  })
})
