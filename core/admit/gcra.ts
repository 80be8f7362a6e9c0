import { policyFamily } from '#core/policy.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { rateFields } from './rate-fields.ts'

/**
 * A request enters when it is not too early for the theoretical arrival time, which each admitted request moves on by 1 / rate. The same as
 * a token bucket that starts full, with one number as its state.
 *
 * Source      ITU-T I.371, annex A, generic cell rate algorithm, virtual scheduling
 * Parameters  rate, burst: tolerance is (burst - 1) / rate
 * State       the theoretical arrival time
 * Cost        O(1)
 */
export const gcra = policyFamily<AdmitContext, Admit>('admit')(
  'gcra',
  { source: 'ITU-T I.371, annex A', cost: 'O(1)' },
  rateFields,
  ({ ratePerSecond, burstCount }, { clock }) => {
    const spacingMs = 1000 / ratePerSecond
    const toleranceMs = (burstCount - 1) * spacingMs
    let expectedMs = clock.now
    const earlyMs = () => expectedMs - toleranceMs - clock.now
    return {
      tryEnter() {
        if (earlyMs() > 0) return false
        expectedMs = Math.max(expectedMs, clock.now) + spacingMs
        return true
      },
      finished() {},
      retryAfterMs: () => Math.max(0, earlyMs()),
    }
  },
)
