import { describe, expect, it } from 'vitest'
import { regionOf } from '#core/balance/region.ts'

describe('the region of a request', () => {
  it('is what it says, or that of its tenant', () => {
    expect(regionOf({ key: '', tenant: 5, region: 3 }, 4)).toBe(3)
    expect(regionOf({ key: '', tenant: 5 }, 4)).toBe(1)
    expect(regionOf(undefined, 4)).toBe(0)
  })
})
