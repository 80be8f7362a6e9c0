import { policyFamily } from '#core/policy.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { rateFields } from './rate-fields.ts'

/**
 * Tokens come at a rate up to a number; each request takes one, and enters only when there is one.
 *
 * Source      Turner, IEEE Communications Magazine 24(10), 1986; RFC 2697
 * Parameters  rate, burst
 * State       thousandths of tokens, so that whole rates and milliseconds add up exactly, and when they were counted
 * Cost        O(1)
 */
export const tokenBucket = policyFamily<AdmitContext, Admit>('admit')(
  'token-bucket',
  { source: 'Turner, IEEE Communications Magazine 24(10), 1986', cost: 'O(1)' },
  rateFields,
  ({ ratePerSecond, burstCount }, { clock }) => {
    const fullMillis = burstCount * 1000
    let tokenMillis = fullMillis
    let countedAtMs = clock.now
    function fill(): void {
      tokenMillis = Math.min(fullMillis, tokenMillis + (clock.now - countedAtMs) * ratePerSecond)
      countedAtMs = clock.now
    }
    return {
      tryEnter() {
        fill()
        if (tokenMillis < 1000) return false
        tokenMillis -= 1000
        return true
      },
      finished() {},
      retryAfterMs() {
        fill()
        return Math.max(0, (1000 - tokenMillis) / ratePerSecond)
      },
    }
  },
)
