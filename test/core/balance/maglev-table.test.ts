import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maglevTable } from '#core/balance/maglev-table.ts'

describe('the table of Maglev', () => {
  it('is full, and the shares of backends differ by one at most', () => {
    const place = fc.record({ offset: fc.nat(100), skip: fc.integer({ min: 1, max: 100 }) })
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 9 }), (backends) => {
        const table = maglevTable(101, backends)
        const counts = backends.map((_, backend) => table.filter((one) => one === backend).length)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(101)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
