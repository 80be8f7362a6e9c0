import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RollingCounts } from '#core/admit/rolling-counts.ts'

describe('counts of a window', () => {
  it('are those of its buckets', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(150), fc.boolean()), { maxLength: 60 }), (steps) => {
        const counts = new RollingCounts({ windowMs: 100, buckets: 5 })
        const seen: { bucket: number; isGood: boolean }[] = []
        let now = 0
        for (const [gap, isGood] of steps) {
          now += gap
          counts.count(isGood, now)
          seen.push({ bucket: Math.floor(now / 20), isGood })
          const inWindow = seen.filter(({ bucket }) => bucket > Math.floor(now / 20) - 5)
          expect(counts.all).toBe(inWindow.length)
          expect(counts.good).toBe(inWindow.filter((one) => one.isGood).length)
        }
      }),
    )
  })
})
