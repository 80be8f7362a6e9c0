import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CountQuantile } from '#core/balance/count-quantile.ts'

describe('a quantile of the latest whole numbers', () => {
  it('is that of the sorted numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(300), { maxLength: 40 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, q) => {
          const recent = new CountQuantile(7, q)
          for (const [index, value] of values.entries()) {
            recent.add(value)
            const kept = values.slice(Math.max(0, index - 6), index + 1).sort((a, b) => a - b)
            expect(recent.value).toBe(kept[Math.max(0, Math.ceil(q * kept.length) - 1)])
          }
        },
      ),
    )
    expect(new CountQuantile(3, 0.5).value).toBe(0)
  })
})
