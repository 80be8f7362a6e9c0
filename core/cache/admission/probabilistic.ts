import type { Admission, AdmissionContext } from '#core/cache/admission.ts'
import { exp } from '#core/math/exp.ts'
import { policyFamily } from '#core/policy.ts'
import { bytes } from '#core/schema/number.ts'

/**
 * An entry comes in with probability exp(-size / c): small ones nearly always, large ones only if they are asked for often.
 *
 * Source      Berger, Sitaraman, Harchol-Balter: AdaptSize. NSDI 2017, section 3 (Exp-LRU)
 * Parameters  scale c, bytes
 * Cost        O(1)
 */
export const probabilistic = policyFamily<AdmissionContext, Admission>('admission')(
  'probabilistic',
  { source: 'Berger, Sitaraman, Harchol-Balter, NSDI 2017, section 3', cost: 'O(1)' },
  { scale: bytes({ min: 1, default: 65_536, meaning: 'size that comes in with probability 1 / e' }) },
  ({ scale }, { random }) => ({
    request() {},
    admits: (_, sizeBytes) => random() < exp(-sizeBytes / scale),
  }),
)
