/**
 * Every idle instance is kept for the same time.
 *
 * Source      practice of function platforms, 10 to 20 min: Shahrad et al., ATC 2020, section 2
 * Parameters  the time
 * Cost        O(1)
 */
import { policyFamily } from '#core/policy.ts'
import { ms } from '#core/schema/number.ts'
import type { KeepAlive } from '../keep-alive.ts'

export const fixedKeepAlive = policyFamily<undefined, KeepAlive>('keepAlive')(
  'fixed-keep-alive',
  { source: 'Shahrad et al. 2020, section 2', cost: 'O(1)' },
  { keep: ms({ default: 600_000, meaning: 'time that an idle instance is kept' }) },
  ({ keep }) => ({ called() {}, idle: () => ({ fromMs: 0, untilMs: keep }) }),
)
