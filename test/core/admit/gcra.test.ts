import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeAdmit } from './make-admit.ts'

describe('the generic cell rate algorithm', () => {
  it('decides as a token bucket that starts full', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.nat(400), { maxLength: 50 }),
        (burstCount, gaps) => {
          // A rate of 8 / s: spacings of 125 ms and thousandths of tokens are exact, so that both round alike.
          const limits = { ratePerSecond: 8, burstCount }
          const bucket = makeAdmit({ policy: 'token-bucket', ...limits })
          const cells = makeAdmit({ policy: 'gcra', ...limits })
          for (const gap of gaps) {
            bucket.clock.now += gap
            cells.clock.now += gap
            expect(cells.admit.tryEnter()).toBe(bucket.admit.tryEnter())
            expect(cells.admit.retryAfterMs()).toBeCloseTo(bucket.admit.retryAfterMs(), 6)
          }
        },
      ),
      { examples: [[2, [0, 113, 12]]] },
    )
  })
})
