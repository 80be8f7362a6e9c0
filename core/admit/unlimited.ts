import { policyFamily } from '#core/policy.ts'
import type { Admit, AdmitContext } from './admit.ts'

/**
 * Every request may enter.
 *
 * Source  none: the control that other policies are compared with
 * Cost    O(1)
 */
export const unlimited = policyFamily<AdmitContext, Admit>('admit')(
  'unlimited',
  { source: 'none: the control', cost: 'O(1)' },
  {},
  () => ({ tryEnter: () => true, finished() {}, retryAfterMs: () => 0 }),
)
