import type { Admission, AdmissionContext } from '#core/cache/admission.ts'
import { policyFamily } from '#core/policy.ts'
import { bytes } from '#core/schema/number.ts'

/**
 * Entries up to a size come in.
 *
 * Source      Abrams, Standridge, Abdulla, Williams, Fox: Caching proxies: limitations and potentials. WWW 1995 (LRU-Threshold)
 * Parameters  sizeMax, bytes
 * Cost        O(1)
 */
export const sizeThreshold = policyFamily<AdmissionContext, Admission>('admission')(
  'size-threshold',
  { source: 'Abrams et al., WWW 1995', cost: 'O(1)' },
  { sizeMax: bytes({ default: 65_536, meaning: 'largest entry that comes in' }) },
  ({ sizeMax }) => ({ request() {}, admits: (_, sizeBytes) => sizeBytes <= sizeMax }),
)
