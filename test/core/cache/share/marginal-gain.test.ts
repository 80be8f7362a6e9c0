import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { marginalGain } from '#core/cache/share/marginal-gain.ts'
import type { Tenant } from '#core/cache/share.ts'

const share = marginalGain.create({ pieces: 12 }, undefined)
const hitsOf = (tenants: readonly Tenant[], division: readonly number[]) =>
  tenants.reduce(
    (sum, { requests, missRatio }, index) => sum + requests * (1 - missRatio(division[index]!)),
    0,
  )

/** Hits by capacity 0 .. 12 as a curve. */
const tenantOf = (hits: readonly number[]): Tenant => ({
  requests: 1000,
  missRatio: (capacity) => 1 - hits[Math.min(capacity, hits.length - 1)]! / 1000,
})

describe('sharing by marginal gain', () => {
  it('hits as much as the best of all divisions, for convex curves', () => {
    const gains = fc
      .array(fc.integer({ min: 0, max: 60 }), { minLength: 12, maxLength: 12 })
      .map((list) => list.toSorted((a, b) => b - a))
    const curve = gains.map((list) => [
      0,
      ...list.map((_, end) => list.slice(0, end + 1).reduce((sum, gain) => sum + gain)),
    ])
    fc.assert(
      fc.property(curve, curve, (first, second) => {
        const tenants = [tenantOf(first), tenantOf(second)]
        const best = Math.max(...Array.from({ length: 13 }, (_, own) => hitsOf(tenants, [own, 12 - own])))
        expect(hitsOf(tenants, share.divide(tenants, 12))).toBeCloseTo(best, 6)
      }),
    )
  })

  it('gives a loop all that it needs although the first pieces gain nothing', () => {
    const loop = tenantOf([0, 0, 0, 0, 0, 0, 0, 0, 900])
    const steady = tenantOf([0, 90, 160, 210, 240, 250, 255, 258, 260])
    const [forLoop, forSteady] = share.divide([loop, steady], 12)
    expect([forLoop, forSteady]).toEqual([8, 4])
  })

  it('divides everything, even when nobody gains', () => {
    const idle: Tenant = { requests: 0, missRatio: () => 1 }
    expect(share.divide([idle, idle, idle], 12)).toEqual([4, 4, 4])
    expect(share.divide([], 12)).toEqual([])
  })

  it('weighs a tenant by its requests', () => {
    const curve = (capacity: number) => 1 / (1 + capacity)
    const [busy, quiet] = share.divide(
      [
        { requests: 1000, missRatio: curve },
        { requests: 10, missRatio: curve },
      ],
      12,
    )
    expect(busy!).toBeGreaterThan(quiet! + 4)
  })
})
