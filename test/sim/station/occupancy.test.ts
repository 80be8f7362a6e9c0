import { describe, expect, it } from 'vitest'
import { Occupancy } from '#sim/station/occupancy.ts'

describe('occupancy', () => {
  it('weighs numbers with the time they lasted', () => {
    const occupancy = new Occupancy(0)
    occupancy.book(6, 0, 0)
    occupancy.book(8, 1, 1)
    occupancy.book(10, 3, 2)
    expect(occupancy.mean).toBeCloseTo(0.8, 12)
    expect(occupancy.variance).toBeCloseTo(2 - 0.64, 12)
    expect(occupancy.busyMean).toBeCloseTo(0.6, 12)
    expect([occupancy.shareOf(3), occupancy.shareFrom(1), occupancy.shareOf(9)]).toEqual([0.2, 0.4, 0])
  })

  it('leaves the warm-up out, also when it ends between two changes', () => {
    const occupancy = new Occupancy(5)
    occupancy.book(4, 9, 1)
    occupancy.book(7, 2, 1)
    occupancy.book(9, 0, 0)
    expect(occupancy.mean).toBeCloseTo(1, 12)
    expect(occupancy.shareOf(9)).toBe(0)
  })

  it('grows with the crowd', () => {
    const occupancy = new Occupancy(0)
    occupancy.book(1, 1000, 1)
    expect(occupancy.mean).toBe(1000)
  })
})
