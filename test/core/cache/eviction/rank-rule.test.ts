import { describe, expect, it } from 'vitest'
import { combinedAt, rankRules } from '#core/cache/eviction/rank-rule.ts'

const reference = { now: 100, count: 1, combined: 1, size: 2 }
const surroundings = { entries: 10, sizeMean: 2, floor: 5, halfLife: 50 }
const rankBy = (name: string, change: object) =>
  rankRules.find((rule) => rule.name === name)!.rank({ ...reference, ...change }, surroundings)

describe('a rank rule', () => {
  it('ranks every reference with a finite number', () => {
    for (const rule of rankRules) expect(Number.isFinite(rule.rank(reference, surroundings))).toBe(true)
  })

  it.each<[string, object, object]>([
    ['recency', {}, { now: 101 }],
    ['segmented', { now: 139, count: 1 }, { now: 100, count: 2 }],
    ['combined', { now: 140 }, { combined: 2 }],
    ['frequency', { now: 1e6 }, { count: 2 }],
    ['aged-frequency', { now: 1e6 }, { count: 2 }],
    ['density', { count: 2, size: 3 }, { count: 2, size: 2 }],
  ])('%s puts the later, or the more wanted, above', (name, lower, higher) => {
    expect(rankBy(name, lower)).toBeLessThan(rankBy(name, higher))
  })

  it('halves the weight of references once a half-life', () => {
    expect(combinedAt(4, 50, 50)).toBeCloseTo(3, 12)
    expect(combinedAt(0, 7, 50)).toBe(1)
  })
})
