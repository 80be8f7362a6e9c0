import type { Admission, AdmissionContext } from '#core/cache/admission.ts'
import { policyFamily } from '#core/policy.ts'

/**
 * Everything comes in.
 *
 * Source  Belady, IBM Systems Journal 5(2), 1966: demand paging brings in what is missed
 * Cost    O(1)
 */
export const always = policyFamily<AdmissionContext, Admission>('admission')(
  'always',
  { source: 'Belady, IBM Systems Journal 5(2), 1966', cost: 'O(1)' },
  {},
  () => ({ request() {}, admits: () => true }),
)
