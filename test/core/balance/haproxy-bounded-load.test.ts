import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slotShares, slotsOf, totalSlots } from '#core/balance/haproxy-bounded-load.ts'
import { makeBalance, request } from './make-balance.ts'

describe('bounded loads of HAProxy', () => {
  it('share out all slots by weight, at least one each', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.nat(500),
        (weights, served) => {
          const slots = totalSlots(served, 150)
          const shares = slotShares(Float64Array.from(weights), [...weights.keys()])
          const each = weights.map((_, node) => slotsOf(shares, node, slots))
          const total = weights.reduce((sum, weight) => sum + weight, 0)
          for (const [node, share] of each.entries())
            expect(Math.abs(share - Math.max(1, (slots * weights[node]!) / total))).toBeLessThanOrEqual(1)
          if (slots >= total * 2) expect(each.reduce((sum, share) => sum + share, 0)).toBe(slots)
        },
      ),
    )
  })

  it('fill the nodes of one hot key by weight', () => {
    const { balance } = makeBalance({ policy: 'haproxy-bounded-load', weights: [3, 1] }, 2)
    const counts = [0, 0]
    for (let id = 0; id < 400; id++) counts[balance.pick(request('hot'))]!++
    expect(counts[0]! + counts[1]!).toBe(400)
    expect(counts[0]).toBeLessThanOrEqual(450)
    expect(counts[1]).toBeLessThanOrEqual(150)
  })
})
