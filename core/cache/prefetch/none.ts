import type { Prefetch } from '#core/cache/prefetch.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Nothing is loaded ahead.
 *
 * Source  Belady, IBM Systems Journal 5(2), 1966: demand paging
 * Cost    O(1)
 */
export const none = policyFamily<undefined, Prefetch>('prefetch')(
  'none',
  { source: 'Belady, IBM Systems Journal 5(2), 1966', cost: 'O(1)' },
  {},
  () => ({ request: () => nothing }),
)

const nothing: readonly number[] = []
