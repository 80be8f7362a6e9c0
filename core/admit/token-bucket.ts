import { policyFamily } from '#core/policy.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { rateFields } from './rate-fields.ts'

/**
 * Tokens come at a rate up to a number; each request takes one, and enters only when there is one.
 *
 * Source      Turner, IEEE Communications Magazine 24(10), 1986; RFC 2697
 * Parameters  rate, burst
 * State       tokens and when they were counted
 * Cost        O(1)
 */
export const tokenBucket = policyFamily<AdmitContext, Admit>('admit')(
  'token-bucket',
  { source: 'Turner, IEEE Communications Magazine 24(10), 1986', cost: 'O(1)' },
  rateFields,
  ({ ratePerSecond, burstCount }, { clock }) => {
    let tokens = burstCount
    let countedAtMs = clock.now
    function fill(): void {
      tokens = Math.min(burstCount, tokens + ((clock.now - countedAtMs) * ratePerSecond) / 1000)
      countedAtMs = clock.now
    }
    return {
      tryEnter() {
        fill()
        if (tokens < 1) return false
        tokens--
        return true
      },
      finished() {},
      retryAfterMs() {
        fill()
        return Math.max(0, ((1 - tokens) * 1000) / ratePerSecond)
      },
    }
  },
)
