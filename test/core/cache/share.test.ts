import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Share, sharePolicies } from '#core/cache/share.ts'
import { createPolicy } from '#core/policy.ts'

describe.each(sharePolicies.map(({ name }) => name))('%s, as every division,', (name) => {
  it('gives each tenant at least nothing, and all together no more than there is', () => {
    const share = createPolicy<undefined, Share>(sharePolicies, { policy: name }, undefined)
    const tenants = fc.array(fc.record({ requests: fc.nat(1000), half: fc.integer({ min: 1, max: 500 }) }), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(tenants, fc.integer({ min: 1, max: 2000 }), (list, capacity) => {
        const division = share.divide(
          list.map(({ requests, half }) => ({ requests, missRatio: (own: number) => half / (half + own) })),
          capacity,
        )
        expect(division).toHaveLength(list.length)
        for (const own of division) expect(own).toBeGreaterThanOrEqual(0)
        expect(division.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(capacity)
      }),
      { numRuns: 40 },
    )
  })
})
