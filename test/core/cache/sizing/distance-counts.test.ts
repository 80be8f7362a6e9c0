import { describe, expect, it } from 'vitest'
import { DistanceCounts } from '#core/cache/sizing/distance-counts.ts'

describe('counts of distances', () => {
  it('give a miss ratio that falls with the capacity', () => {
    const counts = new DistanceCounts(1)
    for (const distance of [1, 1, 3, 100, Infinity]) counts.record(distance, 1)
    expect([0, 1, 2, 3, 99, 100, 1e9].map((capacity) => counts.missRatio(capacity, 5))).toEqual([
      1,
      expect.closeTo(0.6, 12),
      expect.closeTo(0.6, 12),
      expect.closeTo(0.4, 12),
      expect.closeTo(0.4, 12),
      expect.closeTo(0.2, 12),
      expect.closeTo(0.2, 12),
    ])
  })

  it('count a bucket as hit only when all of it fits', () => {
    const counts = new DistanceCounts(10)
    counts.record(11, 1)
    counts.record(20, 1)
    expect([19, 20].map((capacity) => counts.missRatio(capacity, 4))).toEqual([1, 0.5])
  })

  it('stay between 0 and 1 with any correction, and are 1 without requests', () => {
    const counts = new DistanceCounts(1)
    expect(counts.missRatio(10, 0)).toBe(1)
    counts.record(1, 1)
    expect(counts.missRatio(10, 2, 5)).toBe(0)
    expect(counts.missRatio(10, 2, -5)).toBe(1)
  })
})
