import { describe, expect, it } from 'vitest'
import { nodeRegions, regionOf } from '#core/balance/region.ts'

describe('the region of a request', () => {
  it('is what it says, or that of its tenant', () => {
    expect(regionOf({ key: '', tenant: 5, region: 3 }, 4)).toBe(3)
    expect(regionOf({ key: '', tenant: 5 }, 4)).toBe(1)
    expect(regionOf(undefined, 4)).toBe(0)
  })
})

describe('the region of a node', () => {
  it('is that of the scenario, or goes by the parameter of the balance', () => {
    expect([0, 1, 2].map(nodeRegions(2, {}).ofNode)).toEqual([0, 1, 0])
    const regions = { count: 3, ofNode: () => 2 }
    expect(nodeRegions(2, { regions })).toBe(regions)
  })
})
